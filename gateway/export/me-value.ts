import { isRecord } from '../is-record.ts'
import { bilingual, escaped } from './escaped.ts'
import type { Label, LabelledField } from './me-labels.ts'
import { logWords } from './me-words.ts'

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

/**
 * The fields of a record that hold something, as a description list; empty text where none does. A name and the
 * code beside it (`province`, `provinceCode`) are one line.
 */
export function recordList(fields: readonly LabelledField[], record: unknown): string {
  if (!isRecord(record)) return ''
  const folded = new Set(fields.filter(isName).map(({ key }) => `${key}Code`))
  const lines = fields.flatMap((field) => {
    const value = record[field.key]
    if (folded.has(field.key) && isRecord(record[field.key.slice(0, -'Code'.length)])) return []
    const shown = isName(field)
      ? nameText(value, record[`${field.key}Code`])
      : valueText(field, value)
    if (shown === '') return []
    const wide = field.fields.length > 0 && !isName(field) ? ' class="wide"' : ''
    return [`<div${wide}><dt>${bilingual(field.label)}</dt><dd>${shown}</dd></div>`]
  })
  return lines.length === 0 ? '' : `<dl>\n${lines.join('\n')}\n</dl>`
}

/** Whether a field is an entry of a catalogue, of which the name alone is asked. */
function isName({ fields }: LabelledField): boolean {
  return fields.length === 1 && fields[0]?.key === 'name'
}

function nameText(value: unknown, code: unknown): string {
  const given = isRecord(value) ? value['name'] : undefined
  if (typeof given !== 'string') return ''
  const name = escaped(given)
  return typeof code === 'string' ? `${name} <small>(${escaped(code)})</small>` : name
}

function valueText(field: LabelledField, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (!Array.isArray(value))
    return field.fields.length > 0 ? recordList(field.fields, value) : leafText(field, value)
  if (field.fields.length === 0) return value.map((one: unknown) => leafText(field, one)).join(', ')
  const items = value.map((one: unknown) => `<li>${recordList(field.fields, one)}</li>`)
  return items.length === 0 ? '' : `<ol>\n${items.join('\n')}\n</ol>`
}

function leafText({ key, type, values }: LabelledField, value: unknown): string {
  if (typeof value === 'boolean') return bilingual(value ? yes : no)
  if (typeof value === 'number') return escaped(numbers.format(value))
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const word = values.get(text) ?? logWords[key]?.(text)
  if (word) return bilingual(word)
  if (type === 'Date') return escaped(text.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1'))
  if (type === 'DateTime') return escaped(momentText(new Date(text)))
  return escaped(text)
}
