/** How sensitive a field of a personal record is, from least to most (`@classified`). */
export const dataClasses = ['BASIC', 'SENSITIVE', 'RESTRICTED'] as const
export type DataClass = (typeof dataClasses)[number]

/** The most sensitive of them; BASIC where there is none. */
export function highestClass(classes: Iterable<DataClass | undefined>): DataClass {
  let highest = 0
  for (const one of classes)
    if (one !== undefined) highest = Math.max(highest, dataClasses.indexOf(one))
  return dataClasses[highest] ?? 'RESTRICTED'
}
