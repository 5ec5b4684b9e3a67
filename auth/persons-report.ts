import { z } from 'zod'
import { type ClassSet, classesIn, classSet } from './class-set.ts'
import { personHash } from './person-keys.ts'

/** Keyed hashes of persons, each with the classes of data that an answer holds about that person. */
export type PersonClasses = ReadonlyMap<string, ClassSet>

/** The same as ministries report it and the journal keeps it: persons of the same classes together. */
export type PersonsReport = readonly {
  readonly classes: readonly string[]
  readonly persons: readonly string[]
}[]

/** Persons behind one answer, at most: what one record of the journal holds. */
export const maxPersons = 50_000

const shape = z.array(
  z.object({
    classes: z.array(z.string().regex(/^[A-Z_ ]{1,64}$/)),
    persons: z.array(z.string().regex(personHash)).min(1),
  }),
)

export function personsReport(persons: PersonClasses): PersonsReport {
  const groups = new Map<ClassSet, string[]>()
  for (const [person, set] of persons) {
    const known = groups.get(set)
    if (known === undefined) groups.set(set, [person])
    else known.push(person)
  }
  return [...groups].map(([set, group]) => ({ classes: classesIn(set), persons: group }))
}

/** Adds what a report says; answers false where it is no such report. */
export function addReport(persons: Map<string, ClassSet>, reported: unknown): boolean {
  const read = shape.safeParse(reported)
  if (!read.success) return false
  for (const group of read.data) {
    const set = classSet(group.classes)
    for (const person of group.persons) persons.set(person, (persons.get(person) ?? 0) | set)
  }
  return true
}
