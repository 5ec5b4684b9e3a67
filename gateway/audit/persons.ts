import type { ClassSet } from '../../auth/class-set.ts'
import { addReport, maxPersons } from '../../auth/persons-report.ts'

/** The persons behind an answer, by the ministry that reported them. */
export type Persons = Map<string, Map<string, ClassSet>>

/**
 * Notes the persons whose records a ministry's answer holds, and of which classes; `reported` is its
 * `extensions.persons`. Throws what was expected and got when it is no such report, or when the persons are
 * more than one record holds: an answer about persons unknown must not leave.
 */
export function notePersons(persons: Persons, ministry: string, reported: unknown): void {
  if (reported === undefined) return
  const noted = persons.get(ministry) ?? new Map<string, ClassSet>()
  if (!addReport(noted, reported))
    throw new Error('expected persons as keyed hashes by classes of data, got something else')
  persons.set(ministry, noted)
  const count = [...persons.values()].reduce((sum, { size }) => sum + size, 0)
  if (count > maxPersons) throw new Error(`expected at most ${maxPersons} persons, got ${count}`)
}
