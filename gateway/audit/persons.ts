import { personHash } from '../../auth/person-keys.ts'

/** The persons behind an answer, by the ministry that reported them. */
export type Persons = Map<string, Set<string>>

/** Persons of one request, at most: what one record holds. */
const maxPersons = 50_000

/**
 * Notes the persons whose records a ministry's answer holds; `reported` is its `extensions.persons`, a
 * list of keyed hashes. Throws what was expected and got when it is anything else, or more than one record
 * holds: an answer about persons unknown must not leave.
 */
export function notePersons(persons: Persons, ministry: string, reported: unknown): void {
  if (reported === undefined) return
  if (!Array.isArray(reported)) throw new Error('expected persons to be a list')
  const noted = persons.get(ministry) ?? new Set<string>()
  for (const hash of reported as readonly unknown[]) {
    if (typeof hash !== 'string' || !personHash.test(hash))
      throw new Error('expected persons to be keyed hashes, got something else')
    noted.add(hash)
  }
  persons.set(ministry, noted)
  const count = [...persons.values()].reduce((sum, { size }) => sum + size, 0)
  if (count > maxPersons) throw new Error(`expected at most ${maxPersons} persons, got ${count}`)
}
