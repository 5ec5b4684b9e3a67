import { bilingual, escaped } from './escaped.ts'
import type { LabelledField } from './me-labels.ts'
import { leafWords, type RecordLine, recordLines } from './record-lines.ts'

/** The fields of a record that hold something, as a description list; empty text where none does. */
export function recordList(fields: readonly LabelledField[], record: unknown): string {
  const lines = recordLines(fields, record).map((line) => {
    const wide = line.field.fields.length > 0 && line.code === undefined && !isText(line.value)
    const shown = lineText(line)
    const { label } = line.field
    return `<div${wide ? ' class="wide"' : ''}><dt>${bilingual(label)}</dt><dd>${shown}</dd></div>`
  })
  return lines.length === 0 ? '' : `<dl>\n${lines.join('\n')}\n</dl>`
}

function lineText({ field, value, code }: RecordLine): string {
  if (field.fields.length > 0 && isText(value))
    return code === undefined
      ? escaped(value)
      : `${escaped(value)} <small>(${escaped(code)})</small>`
  if (!Array.isArray(value))
    return field.fields.length > 0 ? recordList(field.fields, value) : leafText(field, value)
  if (field.fields.length === 0) return value.map((one: unknown) => leafText(field, one)).join(', ')
  const items = value.map((one: unknown) => `<li>${recordList(field.fields, one)}</li>`)
  return `<ol>\n${items.join('\n')}\n</ol>`
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function leafText(field: LabelledField, value: unknown): string {
  const words = leafWords(field, value)
  return typeof words === 'string' ? escaped(words) : bilingual(words)
}
