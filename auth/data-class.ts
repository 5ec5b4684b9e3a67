/** How sensitive personal data is (Decree 356/2025, Art 3 and 4); RESTRICTED is ours, for closed lists of readers. */
export const dataLevels = ['BASIC', 'SENSITIVE', 'RESTRICTED'] as const

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

/** A class of personal data: its level and category. */
export type DataClass = `${(typeof dataLevels)[number]} ${(typeof dataCategories)[number]}`

/** What no registered purpose can open: data whose category nobody has reviewed. */
export const unknownClass = 'UNKNOWN'

/** The class that `@classified` names; `unknownClass` where its words are not of the lists. */
export function dataClassOf(level: unknown, category: unknown): DataClass | typeof unknownClass {
  const known = dataLevels.find((one) => one === level)
  const about = dataCategories.find((one) => one === category)
  return known === undefined || about === undefined ? unknownClass : `${known} ${about}`
}
