import type { ClassSet } from '../../auth/class-set.ts'
import type { PersonKeys } from '../../auth/person-keys.ts'
import { addReport, maxPersons } from '../../auth/persons-report.ts'

/** The persons behind an answer, by the ministry that reported them. */
export type Persons = Map<string, Map<string, ClassSet>>

/**
 * Notes the persons whose records a ministry's answer holds, and of which classes; `reported` is its
 * `extensions.persons`. Throws what was expected and got when it is no such report, when it was hashed by a
 * key that the gateway does not hold, or when the persons are more than one record holds: an answer about
 * persons unknown must not leave. Without keys nothing is recorded, and any hash will do.
 */
export function notePersons(
  persons: Persons,
  { ministry, reported }: { readonly ministry: string; readonly reported: unknown },
  keys: Pick<PersonKeys, 'isOurs'> | undefined,
): void {
  if (reported === undefined) return
  const noted = persons.get(ministry) ?? new Map<string, ClassSet>()
  if (!addReport(noted, reported))
    throw new Error('expected persons as keyed hashes by classes of data, got something else')
  for (const person of noted.keys())
    if (keys?.isOurs(person) === false)
      throw new Error("expected persons hashed by a key of the gateway's, got another key")
  persons.set(ministry, noted)
  const count = [...persons.values()].reduce((sum, { size }) => sum + size, 0)
  if (count > maxPersons) throw new Error(`expected at most ${maxPersons} persons, got ${count}`)
}
