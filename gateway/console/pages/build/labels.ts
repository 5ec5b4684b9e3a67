import { isObjectType } from 'graphql'
import { described } from '../../schema/described.ts'
import type { Language } from '../../words/language.ts'
import type { Dimension, Groups } from './groups-in.ts'

/** A name in words: `daysToFirstDispense` is `Days to first dispense`. */
export function inWords(name: string): string {
  const words = name.replaceAll(/(?<=[a-z\d])(?=[A-Z])|_/g, ' ').toLowerCase()
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** What a dimension is called: by what its key is, where that is a type with a description; else by its name. */
export function dimensionLabel(language: Language, { key, type, kind }: Dimension): string {
  const isNamed = kind === 'entity' || (kind === 'value' && type?.description)
  const said = isNamed ? brief(described(language, type?.description)) : ''
  const isPlain = type !== undefined && plain.has(type.name)
  return said === '' || isPlain ? inWords(key) : said
}

const plain: ReadonlySet<string> = new Set([
  'Boolean',
  'Int',
  'Float',
  'String',
  'ID',
  'BigInt',
  'Date',
  'DateTime',
])

/** What a field of an entity is called: by its description, else by its name. */
export function columnLabel(language: Language, { type }: Dimension, name: string): string {
  const field = isObjectType(type) ? type.getFields()[name] : undefined
  return brief(described(language, field?.description)) || inWords(name)
}

/** The first clause of a description, without what stands in brackets. */
export function brief(description: string): string {
  return (description.split(/[(:;.]/)[0] ?? '').trim()
}

/** `prescriptionGroups` is called by what it groups. */
export function groupsLabel({ root }: Groups): string {
  return inWords(root.replace(/Groups$/, ''))
}

/** Functions of measures as a reader calls them. */
export function functionLabel(
  words: Readonly<Record<string, string>>,
  fn: string | undefined,
): string {
  return fn === undefined ? '' : (words[fn] ?? inWords(fn))
}
