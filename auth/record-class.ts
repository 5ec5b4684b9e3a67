import { type DataClass, dataClasses } from './data-class.ts'

/** What personal data is about, as `@classified` names it. */
export const dataCategories = [
  'IDENTITY',
  'CIVIL_STATUS',
  'FAMILY',
  'RESIDENCE',
  'PROPERTY',
  'EDUCATION',
  'ETHNICITY',
  'HEALTH',
  'ACCESS',
] as const

/**
 * A class of personal records: how sensitive (Decree 356/2025, Art 3 and 4; RESTRICTED is ours, for closed
 * lists of readers) and what about.
 */
export type RecordClass = `${DataClass} ${(typeof dataCategories)[number]}`

/** What no registered purpose can open: data whose category nobody has reviewed. */
export const unknownClass = 'UNKNOWN'

/** The class that `@classified` names; `unknownClass` where its words are not of the lists. */
export function recordClassOf(
  level: unknown,
  category: unknown,
): RecordClass | typeof unknownClass {
  const known = dataClasses.find((one) => one === level)
  const about = dataCategories.find((one) => one === category)
  return known === undefined || about === undefined ? unknownClass : `${known} ${about}`
}
