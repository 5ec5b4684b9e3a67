import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SignedIn } from '../../api/session.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Fault } from '../../ui/notice.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { common } from '../../words/common.ts'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { number } from '../../words/numbers.ts'
import { isListed, type Rule, type Table, worklistOf } from './scores.ts'
import { qualityWords } from './words.ts'

/** The records that fail a rule, by their field at the root. */
export interface WorklistOf {
  readonly root: string
  readonly rule: Rule
}

interface WorklistProps {
  readonly tables: readonly Table[]
  readonly chosen: WorklistOf | undefined
  readonly onChoose: (wanted: WorklistOf) => void
  readonly session: SignedIn
}

/** Records to mend, for their owner alone: asked under a purpose, and recorded. */
export function Worklist({ tables, chosen, onChoose, session }: WorklistProps) {
  const words = useWords(qualityWords)
  const language = useLanguage()
  const [purpose, setPurpose] = useState(session.purposes[0]?.id ?? '')
  const all = tables.flatMap(({ worklist, rules }) =>
    worklist === null ? [] : rules.filter(isListed).map((rule) => ({ root: worklist, rule })),
  )
  const wanted = chosen ?? all[0]
  return (
    <div className="column">
      <div className="row quality-choices">
        <SelectField
          label={words.whichRule}
          value={wanted?.rule.code ?? ''}
          onChange={(event) => {
            const found = all.find(({ rule }) => rule.code === event.target.value)
            if (found) onChoose(found)
          }}
        >
          {all.map(({ rule }) => (
            <option key={rule.code} value={rule.code}>
              {rule[language]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={words.purpose}
          value={purpose}
          onChange={(event) => setPurpose(event.target.value)}
        >
          {session.purposes.map(({ id, title }) => (
            <option key={id} value={id}>
              {inLanguage(language, title)}
            </option>
          ))}
        </SelectField>
      </div>
      {wanted && purpose !== '' && <Records wanted={wanted} purpose={purpose} />}
    </div>
  )
}

function Records({ wanted, purpose }: { readonly wanted: WorklistOf; readonly purpose: string }) {
  const words = useWords(qualityWords)
  const { more } = useWords(common)
  const language = useLanguage()
  const { root, rule } = wanted
  const list = useInfiniteQuery({
    queryKey: ['quality', 'worklist', root, rule.code, purpose],
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) =>
      worklistOf({ root, rule: rule.code, purpose, after: pageParam }, signal),
    getNextPageParam: (page) => (page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined),
  })
  if (list.error) return <Fault error={list.error} />
  if (list.data === undefined) return <Waiting />
  const nodes = list.data.pages.flatMap((page) => page?.nodes ?? [])
  const [first] = nodes
  if (first === undefined) return <Empty title={words.noRecords} />
  const count = list.data.pages[0]?.totalCount ?? nodes.length
  const names = Object.keys(first)
  return (
    <div className="column">
      <p>
        {words.records(number(language, Number(count), 0))}.{' '}
        <span className="muted">{words.mended}</span>
      </p>
      <TableScroll className="panel">
        <table className="table">
          <thead>
            <tr>
              {names.map((name) => (
                <th key={name}>
                  <code>{name}</code>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {nodes.map((node) => (
              <tr key={JSON.stringify(node)}>
                {names.map((name) => (
                  <td key={name}>{node[name] ?? '–'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {list.hasNextPage && (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {more}
        </Button>
      )}
    </div>
  )
}
