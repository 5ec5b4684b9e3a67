import type { ReadClass } from './class-table.ts'
import { dataCategories, unknownClass } from './record-class.ts'
import { dataClasses } from './data-class.ts'

/** A set of classes of personal data, a bit each: cheap to join for thousands of persons. */
export type ClassSet = number

const classes: readonly ReadClass[] = [
  ...dataClasses.flatMap((level) =>
    dataCategories.map((category) => `${level} ${category}` as const),
  ),
  unknownClass,
]
const bits = new Map<string, ClassSet>(classes.map((one, place) => [one, 1 << place]))
// A bitwise operation keeps 32 bits, one of them the sign.
if (classes.length > 31)
  throw new Error(`expected at most 31 classes of data, got ${classes.length}`)

/** The set of these classes; one that nobody has reviewed stands as the unknown class. */
export function classSet(names: Iterable<string>): ClassSet {
  let set = 0
  for (const name of names) set |= bits.get(name) ?? bits.get(unknownClass) ?? 0
  return set
}

/** The classes of a set, in one order. */
export function classesIn(set: ClassSet): readonly ReadClass[] {
  return classes.filter((_, place) => (set & (1 << place)) !== 0)
}
