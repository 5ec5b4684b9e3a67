import { isRecord } from '../is-record.ts'
import type { Label, LabelledField } from './me-labels.ts'
import { logWords } from './me-words.ts'

/** A field of a record that holds something. */
export interface RecordLine {
  readonly field: LabelledField
  readonly value: unknown
  /** Of an entry of a catalogue, of which the name is shown: its code. */
  readonly code?: string
}

/**
 * The fields of a record that hold something, in their order. A name and the code beside it (`province`,
 * `provinceCode`) are one line.
 */
export function recordLines(
  fields: readonly LabelledField[],
  record: unknown,
): readonly RecordLine[] {
  if (!isRecord(record)) return []
  const folded = new Set(fields.filter(isName).map(({ key }) => `${key}Code`))
  return fields.flatMap((field) => {
    const value = record[field.key]
    if (folded.has(field.key) && isRecord(record[field.key.slice(0, -'Code'.length)])) return []
    if (!isName(field)) return holds(field, value) ? [{ field, value }] : []
    const name = isRecord(value) ? value['name'] : undefined
    const code = record[`${field.key}Code`]
    if (typeof name !== 'string') return []
    return [{ field, value: name, ...(typeof code === 'string' ? { code } : {}) }]
  })
}

const yes: Label = { vi: 'Có', en: 'Yes' }
const no: Label = { vi: 'Không', en: 'No' }

const numbers = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 6 })
const timeZone = 'Asia/Ho_Chi_Minh'
const moment = new Intl.DateTimeFormat('en-GB', {
  timeZone,
  hour: '2-digit',
  minute: '2-digit',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
})

/** A moment as it is written in Viet Nam, in its time zone: `14:05, 22/11/2026`. */
export function momentText(at: Date): string {
  const part = Object.fromEntries(moment.formatToParts(at).map(({ type, value }) => [type, value]))
  const { hour, minute, day, month, year } = part
  return `${hour}:${minute}, ${day}/${month}/${year}`
}

/** A value that is no record: in the words of both languages where it has some, else as Viet Nam writes it. */
export function leafWords({ key, type, values }: LabelledField, value: unknown): Label | string {
  if (typeof value === 'boolean') return value ? yes : no
  if (typeof value === 'number') return numbers.format(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const word = values.get(text) ?? logWords[key]?.(text)
  if (word) return word
  if (type === 'Date') return text.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1')
  if (type === 'DateTime') return momentText(new Date(text))
  return text
}

/** Whether a field is an entry of a catalogue, of which the name alone is asked. */
function isName({ fields }: LabelledField): boolean {
  return fields.length === 1 && fields[0]?.key === 'name'
}

function holds({ fields }: LabelledField, value: unknown): boolean {
  if (value === null || value === undefined) return false
  if (Array.isArray(value)) return value.length > 0
  return fields.length === 0 || recordLines(fields, value).length > 0
}
