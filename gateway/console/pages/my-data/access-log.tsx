import { Eye, Siren } from 'lucide-react'
import { useState } from 'react'
import { logWords } from '../../../export/me-words.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/field.tsx'
import { Fault, Notice } from '../../ui/notice.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { type LogDay, type LogEntry, byDay, logEntries } from './log-entries.ts'
import type { OwnSection } from './sections.ts'
import { myDataWords } from './words.ts'

/** Days shown before the reader asks for more. */
const daysAtFirst = 7

/** Who read data of this person, newest first, a sentence each. */
export function AccessLog({ section: { found, failed } }: { readonly section: OwnSection }) {
  const words = useWords(myDataWords)
  const [withOwn, setWithOwn] = useState(false)
  const [all, setAll] = useState(false)
  const entries = logEntries(found?.value)
  const shown = entries.filter(({ own }) => withOwn || !own)
  const days = byDay(shown)
  return (
    <section className="my-ministry" id="accessLog">
      <h2>{words.whoRead}</h2>
      <div className="panel">
        <div className="panel-head">
          <span className="grow muted">{words.whoReadLead}</span>
          <CheckField
            label={words.withOwn(entries.length - entries.filter(({ own }) => !own).length)}
            checked={withOwn}
            onChange={(event) => setWithOwn(event.target.checked)}
          />
        </div>
        {failed && (
          <div className="panel-body">
            <Fault error={failed} />
          </div>
        )}
        {!failed && found === undefined && <Waiting />}
        {found && (
          <div className="panel-body column">
            {found.codes.length > 0 && (
              <Notice look="warn" title={words.incomplete}>
                {words.askLater}
              </Notice>
            )}
            {days.length === 0 && found.codes.length === 0 && (
              <p className="muted">{words.nobody}</p>
            )}
            {(all ? days : days.slice(0, daysAtFirst)).map((day) => (
              <Day key={day.day} day={day} />
            ))}
            {!all && days.length > daysAtFirst && (
              <div>
                <Button onClick={() => setAll(true)}>{words.allDays(days.length)}</Button>
              </div>
            )}
          </div>
        )}
      </div>
    </section>
  )
}

function Day({ day: { day, entries } }: { readonly day: LogDay }) {
  const language = useLanguage()
  const title = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    dateStyle: 'full',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
  return (
    <div>
      <h3 className="my-day">{title}</h3>
      <ol className="my-log">
        {entries.map((entry, index) => (
          // Entries stand in the order of the journal and are never moved.
          <Entry key={index} entry={entry} />
        ))}
      </ol>
    </div>
  )
}

function Entry({ entry }: { readonly entry: LogEntry }) {
  const words = useWords(myDataWords)
  const language = useLanguage()
  const spoken = (key: string, names: readonly string[]) =>
    names.map((name) => inLanguage(language, logWords[key]?.(name) ?? { vi: name, en: name }))
  const { time, who, agency, client, purpose, own, emergency } = entry
  const roles = spoken('roles', entry.roles).join(', ')
  const reader = own ? words.yourself : [roles, agency && spoken('ministries', [agency])].flat()
  return (
    <li className="my-entry">
      <time className="my-time">{time}</time>
      <div className="grow">
        <div>
          <strong>{Array.isArray(reader) ? reader.filter(Boolean).join(', ') : reader}</strong>{' '}
          {words.read} {spoken('classes', entry.classes).join(', ') || words.data}
          {'.'}
        </div>
        <div className="muted">
          {purpose
            ? `${words.why}: ${language === 'vi' ? purpose.title : purpose.titleEn}${purpose.reference ? ` (${purpose.reference})` : ''}`
            : words.noPurpose}
        </div>
        <div className="muted small">
          {words.from} {spoken('ministries', entry.ministries).join(', ')}
          {who && ` · ${words.credential} ${who}`}
          {client && ` · ${words.application} ${client}`}
        </div>
      </div>
      {emergency ? (
        <Siren className="icon" aria-hidden="true" />
      ) : (
        <Eye className="icon" aria-hidden="true" />
      )}
    </li>
  )
}
