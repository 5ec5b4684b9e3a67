import { generatedName, pluralOf, rootNames } from '../model/generated-name.ts'

/** Names of a schema that are in use. */
export interface TakenNames {
  /** The name, or the first with a number behind it whose names are all free; it is in use from now on. */
  readonly isFree: (name: string) => boolean
  readonly claim: (wanted: string, namesOf?: (name: string) => readonly string[]) => string
}

/** Opens a list of names; upper and lower case do not tell two apart. */
export function takenNames(known: Iterable<string>): TakenNames {
  const taken = new Set([...known].map((name) => name.toLowerCase()))
  return {
    isFree: (name) => !taken.has(name.toLowerCase()),
    claim: (wanted, namesOf = (name) => [name]) => {
      const isFree = (name: string): boolean =>
        namesOf(name).every((one) => !taken.has(one.toLowerCase()))
      let name = wanted
      for (let count = 2; !isFree(name); count += 1) name = `${wanted}${count}`
      for (const one of namesOf(name)) taken.add(one.toLowerCase())
      return name
    },
  }
}

/** A type's name, those that the kit makes from it, and its root fields (`rootName`). */
export function typeNames(type: string): readonly string[] {
  const { measure: _measure, measureHaving: _having, ...whole } = generatedName
  const roots = Object.values(rootNames(type, pluralOf(type)))
  return [type, ...Object.values(whole).map((nameOf) => nameOf(type)), ...roots.map(rootName)]
}

/** A root field in a list of names: types may be called like it. */
export function rootName(field: string): string {
  return `Query.${field}`
}

/** Types that every schema has, or that GraphQL and federation keep for themselves. */
export const reservedTypes: readonly string[] = (
  'String Int Float Boolean ID Date DateTime LocalDateTime BigInt JSON PersonalId ' +
  'Query Mutation Subscription PageInfo Disclosure DisclosureStatus DisclosureRule NumberBand ' +
  'RelativePeriod TimeBucket OrderDirection NullsOrder MeasureFunction Person Province Commune ' +
  '_Entity _Service _Any FieldSet'
)
  .split(' ')
  .flatMap((name) => [name, `${name}Filter`])

/** Fields that generated types have beside a table's own. */
export const reservedFields: readonly string[] =
  'and or not count disclosure share ratio key total groups true false null'.split(' ')
