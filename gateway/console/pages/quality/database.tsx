import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SignedIn } from '../../api/session.ts'
import { Fault, Notice } from '../../ui/notice.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { type Language, useLanguage, useWords } from '../../words/language.ts'
import { Places } from './places.tsx'
import { RuleTable } from './rule-table.tsx'
import { percent } from './score-text.tsx'
import { mends, qualityOf } from './scores.ts'
import { qualityWords } from './words.ts'
import { Worklist, type WorklistOf } from './worklist.tsx'

type Part = 'tables' | 'places' | 'worklist'

/** Of a text in both languages. */
function spoken(text: string, language: Language): string {
  const [vi = '', en = vi] = text.split(' · ')
  return language === 'vi' ? vi : en
}

interface DatabaseProps {
  readonly name: string
  readonly session: SignedIn
}

/** One database: its tables, fields and rules, its places, and the records to mend. */
export function Database({ name, session }: DatabaseProps) {
  const words = useWords(qualityWords)
  const language = useLanguage()
  const [part, setPart] = useState<Part>('tables')
  const [list, setList] = useState<WorklistOf>()
  const quality = useQuery({
    queryKey: ['quality', name, null],
    queryFn: ({ signal }) => qualityOf(name, null, signal),
  })
  if (quality.error) return <Fault error={quality.error} />
  if (quality.data === undefined) return <Waiting />
  const { tables, failedIdentifiers, green, amber, thresholdsFrom } = quality.data
  const rules = tables.flatMap((one) => one.rules)
  const isOwner = mends(session, name)
  const open = (wanted: WorklistOf): void => {
    setList(wanted)
    setPart('worklist')
  }
  return (
    <div className="column">
      {failedIdentifiers.length > 0 && (
        <Notice look="bad" title={words.gate}>
          <p>{words.gateWhy}</p>
          <ul>
            {rules
              .filter(({ code }) => failedIdentifiers.includes(code))
              .map((rule) => (
                <li key={rule.code}>
                  {rule[language]} <code>{rule.code}</code>
                </li>
              ))}
          </ul>
        </Notice>
      )}
      <p className="muted small">
        {words.thresholds(percent(language, green), percent(language, amber))}{' '}
        {spoken(thresholdsFrom, language)}
      </p>
      <Tabs
        label={name}
        chosen={part}
        onChoose={setPart}
        tabs={[
          { id: 'tables', words: words.tables },
          { id: 'places', words: words.places },
          ...(isOwner ? [{ id: 'worklist' as const, words: words.worklist }] : []),
        ]}
      >
        <div className="quality-part">
          {part === 'tables' &&
            tables.map((table) => (
              <RuleTable key={table.name} table={table} onOpen={isOwner ? open : undefined} />
            ))}
          {part === 'places' && <Places database={name} rules={rules} />}
          {part === 'worklist' && (
            <Worklist tables={tables} chosen={list} onChoose={setList} session={session} />
          )}
        </div>
      </Tabs>
    </div>
  )
}
