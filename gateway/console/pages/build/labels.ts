import { isObjectType } from 'graphql'
import { described } from '../../schema/described.ts'
import { labelOf } from '../../../export/me-labels.ts'
import type { Language } from '../../words/language.ts'
import type { Dimension, Groups } from './groups-in.ts'

/** A name in words: `daysToFirstDispense` is `Days to first dispense`. */
export function inWords(name: string): string {
  const words = name.replaceAll(/(?<=[a-z\d])(?=[A-Z])|_/g, ' ').toLowerCase()
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** What a dimension or a measured field is called: by its description, else by its name. */
export function fieldLabel(
  language: Language,
  { name, description }: { readonly name: string; readonly description: string | undefined },
): string {
  return labelOf(description, inWords(name))[language]
}

/** What a field of an entity is called. */
export function columnLabel(language: Language, { type }: Dimension, name: string): string {
  const field = isObjectType(type) ? type.getFields()[name] : undefined
  return fieldLabel(language, { name, description: field?.description ?? undefined })
}

/** What is measured is called by its description; rows and their share by the form's own words. */
export function measureLabel(
  language: Language,
  own: Readonly<Record<string, string>>,
  { measures }: Groups,
  name: string,
): string {
  const description = measures.find(({ field }) => field === name)?.description
  return own[name] ?? fieldLabel(language, { name, description })
}

/** Groups are called by what the schema says of the rows, after `Groups of Prescription:`; else by their name. */
export function groupsLabel(language: Language, { root, description }: Groups): string {
  const [, rows] = described(language, description).split(/: (.*)/s)
  const [short = ''] = (rows ?? '').split(/[;(]/, 1)
  return short.trim() || inWords(root.replace(/Groups$/, ''))
}

/** Functions of measures as a reader calls them. */
export function functionLabel(
  words: Readonly<Record<string, string>>,
  fn: string | undefined,
): string {
  return fn === undefined ? '' : (words[fn] ?? inWords(fn))
}
