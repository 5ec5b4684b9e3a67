import type { LabelledField } from '../../../export/me-labels.ts'
import { type RecordLine, leafWords, recordLines } from '../../../export/record-lines.ts'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { myDataWords } from './words.ts'

interface RecordFactsProps {
  readonly fields: readonly LabelledField[]
  readonly record: unknown
}

/** Names of fields that serve systems and not readers: numbers within a list, keys, codes without a name. */
const technical =
  /^(ordinal|itemOrdinal|id|geohash|parcelGeohash|birthRegistrationPrefix)$|Code$|Pin$/

/**
 * What a record says: a fact a line, under the names that the schema gives; what is empty is left out, and what
 * serves systems alone is folded away.
 */
export function RecordFacts({ fields, record }: RecordFactsProps) {
  const words = useWords(myDataWords)
  const lines = recordLines(fields, record)
  const plain = lines.filter((line) => !isTechnical(line))
  const folded = lines.filter(isTechnical)
  return (
    <>
      <Facts lines={plain.length === 0 ? folded : plain} />
      {plain.length > 0 && folded.length > 0 && (
        <details className="my-technical">
          <summary>{words.technical}</summary>
          <Facts lines={folded} />
        </details>
      )}
    </>
  )
}

function Facts({ lines }: { readonly lines: readonly RecordLine[] }) {
  const language = useLanguage()
  return (
    <dl className="my-facts">
      {lines.map((line) => (
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
  return <InnerTable fields={field.fields} rows={value} />
}

interface InnerTableProps {
  readonly fields: readonly LabelledField[]
  readonly rows: readonly unknown[]
}

/** Records inside of a record, a line each: medicines of a prescription, members of a household. */
function InnerTable({ fields, rows }: InnerTableProps) {
  const language = useLanguage()
  const lines = rows.map((row) => recordLines(fields, row).filter((line) => !isTechnical(line)))
  const shown = fields.filter(({ key }) =>
    lines.some((line) => line.some(({ field }) => field.key === key)),
  )
  return (
    <TableScroll>
      <table className="table my-inner">
        <thead>
          <tr>
            {shown.map(({ key, label }) => (
              <th key={key} scope="col">
                {inLanguage(language, label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            // Rows stand in the order of the answer and are never moved.
            <tr key={index}>
              {shown.map(({ key }) => {
                const found = line.find(({ field }) => field.key === key)
                return <td key={key}>{found && <Value {...found} />}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}

function Leaf({ field, value }: { readonly field: LabelledField; readonly value: unknown }) {
  const language = useLanguage()
  const words = leafWords(field, value)
  return typeof words === 'string' ? words : inLanguage(language, words)
}

function isTechnical({ field, code }: RecordLine): boolean {
  return code === undefined && technical.test(field.key)
}

function holdsRecords({ field, value, code }: RecordLine): boolean {
  return field.fields.length > 0 && code === undefined && typeof value !== 'string'
}
