import type { LabelledField } from '../../../export/me-labels.ts'
import { type RecordLine, leafWords, recordLines } from '../../../export/record-lines.ts'
import { inLanguage, useLanguage } from '../../words/language.ts'

interface RecordFactsProps {
  readonly fields: readonly LabelledField[]
  readonly record: unknown
}

/** What a record says: a fact a line, under the names that the schema gives; what is empty is left out. */
export function RecordFacts({ fields, record }: RecordFactsProps) {
  const language = useLanguage()
  return (
    <dl className="my-facts">
      {recordLines(fields, record).map((line) => (
        <div key={line.field.key} className={holdsRecords(line) ? 'wide' : undefined}>
          <dt>{inLanguage(language, line.field.label)}</dt>
          <dd>
            <Value {...line} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ field, value, code }: RecordLine) {
  if (code !== undefined)
    return (
      <>
        {String(value)} <span className="muted small">({code})</span>
      </>
    )
  if (field.fields.length > 0 && typeof value === 'string') return value
  if (!Array.isArray(value))
    return field.fields.length > 0 ? (
      <RecordFacts fields={field.fields} record={value} />
    ) : (
      <Leaf field={field} value={value} />
    )
  if (field.fields.length === 0)
    return value.map((one: unknown, index) => (
      <span key={String(one)}>
        {index > 0 && ', '}
        <Leaf field={field} value={one} />
      </span>
    ))
  return (
    <ol className="my-inner">
      {value.map((one: unknown, index) => (
        // Rows stand in the order of the answer and are never moved.
        <li key={index}>
          <RecordFacts fields={field.fields} record={one} />
        </li>
      ))}
    </ol>
  )
}

function Leaf({ field, value }: { readonly field: LabelledField; readonly value: unknown }) {
  const language = useLanguage()
  const words = leafWords(field, value)
  return typeof words === 'string' ? words : inLanguage(language, words)
}

function holdsRecords({ field, value, code }: RecordLine): boolean {
  return field.fields.length > 0 && code === undefined && typeof value !== 'string'
}
