import type { FetchNode } from '@apollo/query-planner'
import { type Fetched, fieldOf, isFetched } from './fetched.ts'
import type { IsOfType } from './type-names.ts'

/**
 * The variables that a place gives to a fetch (`@fromContext`); `chain` is the objects around it, and itself. Undefined
 * where one of them was not fetched: whoever was to give it failed, or the plan forgot it.
 */
export type ContextValues = (
  chain: readonly Fetched[],
) => Readonly<Record<string, unknown>> | undefined

const condition = '... on '

/**
 * Compiles what a fetch takes from the objects around those that it asks about: `..` in a path is one
 * object outwards. Of several paths for one variable, each for objects of one type, the first that leads to a value
 * counts. A plan forgets a context where fields of one operation take different ones from one object
 * (@apollo/query-planner 2.14.4).
 */
export function compileContext(
  rewrites: NonNullable<FetchNode['contextRewrites']>,
  isOfType: IsOfType,
): ContextValues {
  const readers = rewrites.map(({ path, renameKeyTo: variable }) => {
    const outwards = path.filter((part) => part === '..').length
    return { variable, outwards, inwards: path.slice(outwards) }
  })
  return (chain) => {
    const values: Record<string, unknown> = {}
    for (const { variable, outwards, inwards } of readers) {
      const value = values[variable] ?? read(chain.at(-1 - outwards), inwards)
      if (value === undefined) return undefined
      values[variable] = value
    }
    return values
  }

  /** Null where the type is another; undefined where something was not fetched. */
  function read(value: unknown, [part, ...rest]: readonly string[]): unknown {
    if (part === undefined) return value
    if (Array.isArray(value)) {
      const items = value.map((item: unknown) => read(item, [part, ...rest]))
      return items.includes(undefined) ? undefined : items
    }
    if (!isFetched(value)) return value === null ? null : undefined
    if (!part.startsWith(condition)) return read(fieldOf(value, part), rest)
    const { __typename: name } = value
    const fits = typeof name !== 'string' || isOfType(name, part.slice(condition.length))
    return fits ? read(value, rest) : null
  }
}
