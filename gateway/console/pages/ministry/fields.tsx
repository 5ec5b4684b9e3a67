import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { logWords } from '../../../export/me-words.ts'
import { CheckField, SearchField } from '../../ui/field.tsx'
import { Fault } from '../../ui/notice.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { dayText, number } from '../../words/numbers.ts'
import { found } from '../../words/plain.ts'
import { type MinistryField, type Use, findMinistry, useOf } from './registry.ts'
import { ministryWords } from './words.ts'

interface FieldsProps {
  readonly name: string
  readonly isOwn: boolean
}

const days = 30
const shownAtMost = 400

/** The fields of a subgraph: their class of data, who uses them how often, and what is going away. */
export function Fields({ name, isOwn }: FieldsProps) {
  const words = useWords(ministryWords)
  const language = useLanguage()
  const [looked, setLooked] = useState('')
  const [unused, setUnused] = useState(false)
  const ministry = useQuery({
    queryKey: ['ministry', name],
    queryFn: ({ signal }) => findMinistry(name, signal),
  })
  const use = useQuery({
    queryKey: ['ministry', name, 'use', days],
    queryFn: ({ signal }) => useOf(name, days, signal),
    enabled: isOwn,
  })
  if (ministry.error) return <Fault error={ministry.error} />
  if (ministry.data === undefined) return <Waiting />
  const uses = byField(use.data?.uses ?? [])
  const fields = ministry.data.fields.filter(
    ({ coordinate, dataClass }) =>
      found(`${coordinate} ${dataClass ?? ''}`, looked) && !(unused && uses.has(coordinate)),
  )
  return (
    <div className="column">
      <div className="row">
        <SearchField
          label={words.searchFields}
          value={looked}
          onChange={(event) => setLooked(event.target.value)}
        />
        {isOwn && (
          <CheckField
            label={words.unusedAlone(days)}
            checked={unused}
            onChange={(event) => setUnused(event.target.checked)}
          />
        )}
        <span className="muted small">{words.fieldCount(number(language, fields.length))}</span>
      </div>
      {use.error && <Fault error={use.error} />}
      <TableScroll className="panel">
        <table className="table">
          <thead>
            <tr>
              <th>{words.field}</th>
              <th>{words.type}</th>
              <th>{words.dataClass}</th>
              {isOwn && <th>{words.usedBy(days)}</th>}
            </tr>
          </thead>
          <tbody>
            {fields.slice(0, shownAtMost).map((field) => (
              <Line
                key={field.coordinate}
                field={field}
                uses={isOwn ? (uses.get(field.coordinate) ?? []) : undefined}
              />
            ))}
          </tbody>
        </table>
      </TableScroll>
    </div>
  )
}

function byField(uses: readonly Use[]): ReadonlyMap<string, readonly Use[]> {
  const known = new Map<string, Use[]>()
  for (const use of uses) known.set(use.coordinate, [...(known.get(use.coordinate) ?? []), use])
  return known
}

interface LineProps {
  readonly field: MinistryField
  readonly uses: readonly Use[] | undefined
}

function Line({ field: { coordinate, type, dataClass, deprecated }, uses }: LineProps) {
  const words = useWords(ministryWords)
  const language = useLanguage()
  const spoken =
    dataClass === null
      ? undefined
      : (logWords['classes']?.(dataClass) ?? { vi: dataClass, en: dataClass })
  return (
    <tr>
      <th scope="row">
        <code>{coordinate}</code>
        {deprecated !== null && (
          <div className="small">
            <span className="badge warn">{words.deprecated}</span> {deprecated}
          </div>
        )}
      </th>
      <td>
        <code>{type}</code>
      </td>
      <td>{spoken ? inLanguage(language, spoken) : <span className="muted">–</span>}</td>
      {uses && (
        <td className="small">
          {uses.length === 0 && <span className="muted">{words.nobody}</span>}
          {uses.map(({ consumer, requests, lastDay }) => (
            <div key={consumer}>
              {consumer}: {number(language, requests)}{' '}
              <span className="muted">({dayText(language, lastDay)})</span>
            </div>
          ))}
        </td>
      )}
    </tr>
  )
}
