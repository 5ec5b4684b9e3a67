import { useState } from 'react'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment, number } from '../../words/numbers.ts'
import type { AccessRecord } from './records.ts'
import { purposeWords } from './purpose-words.ts'
import { spoken } from './spoken.ts'
import { inspectWords } from './words.ts'

const verdictLooks: Readonly<Record<string, string>> = { allowed: 'good', refused: 'bad' }

/** Records of the journal, a line each; each opens to say all that was recorded. */
export function RecordTable({ records }: { readonly records: readonly AccessRecord[] }) {
  const words = useWords(inspectWords)
  const language = useLanguage()
  const [open, setOpen] = useState<AccessRecord>()
  return (
    <>
      <TableScroll className="panel">
        <table className="table">
          <thead>
            <tr>
              <th>{words.at}</th>
              <th>{words.who}</th>
              <th>{words.purpose}</th>
              <th>{words.classes}</th>
              <th className="number">{words.persons}</th>
              <th>{words.verdict}</th>
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={record.id}>
                <td>
                  <button type="button" className="inspect-open" onClick={() => setOpen(record)}>
                    {moment(language, record.at)}
                  </button>
                </td>
                <td>
                  {record.caller}
                  <div className="muted small">
                    {[...spoken(language, 'roles', record.roles), record.agency]
                      .filter(Boolean)
                      .join(' · ')}
                  </div>
                </td>
                <td>
                  {purposeWords(language, record.purpose) ?? <span className="muted">–</span>}{' '}
                  {record.emergency && <span className="badge warn">{words.emergency}</span>}
                </td>
                <td className="small">{spoken(language, 'classes', record.classes).join(', ')}</td>
                <td className="number">{number(language, record.personCount)}</td>
                <td>
                  <span className={`badge ${verdictLooks[record.verdict] ?? ''}`}>
                    {words.verdicts[record.verdict] ?? record.verdict}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {open && <RecordDialog record={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}

interface RecordDialogProps {
  readonly record: AccessRecord
  readonly onClose: () => void
}

function RecordDialog({ record, onClose }: RecordDialogProps) {
  const words = useWords(inspectWords)
  const language = useLanguage()
  const facts: readonly (readonly [string, string | null])[] = [
    [words.at, moment(language, record.at)],
    [words.who, record.caller],
    [words.roles, spoken(language, 'roles', record.roles).join(', ')],
    [words.fields.agency, record.agency],
    [words.application, record.client],
    [words.purpose, purposeWords(language, record.purpose) ?? null],
    [words.law, record.purpose?.reference ?? null],
    [words.verdict, words.verdicts[record.verdict] ?? record.verdict],
    [words.operation, record.operation],
    [words.classes, spoken(language, 'classes', record.classes).join(', ')],
    [words.persons, number(language, record.personCount)],
    [words.status, record.status === null ? null : String(record.status)],
    [words.gateway, record.gateway],
  ]
  return (
    <Dialog wide open title={words.record} onClose={onClose}>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name} className="inspect-fact">
            <dt>{name}</dt>
            <dd>{value ?? '–'}</dd>
          </div>
        ))}
        <dt>{words.fields.requestId}</dt>
        <dd className="row">
          <code>{record.requestId ?? record.id}</code>
          <CopyButton text={record.requestId ?? record.id} />
        </dd>
        <dt>{words.coordinates}</dt>
        <dd className="mono small">{record.coordinates.join(', ') || '–'}</dd>
        <dt>{words.conditions}</dt>
        <dd className="mono small">{record.conditions.join(', ') || '–'}</dd>
      </dl>
    </Dialog>
  )
}
