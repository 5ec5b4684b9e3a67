import type { FetchNode } from '@apollo/query-planner'
import { type Fetched, fieldOf, isFetched } from './fetched.ts'
import type { IsOfType } from './type-names.ts'

/** The variables that a place gives to a fetch (`@fromContext`); `chain` is the objects around it, and itself. */
export type ContextValues = (chain: readonly Fetched[]) => Readonly<Record<string, unknown>>

const condition = '... on '

/**
 * Compiles what a fetch takes from the objects around those that it asks about: `..` in a path is one
 * object outwards. Of several paths for one variable the first that leads to a value counts.
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
      if (value !== undefined) values[variable] = value
    }
    return values
  }

  function read(value: unknown, [part, ...rest]: readonly string[]): unknown {
    if (part === undefined) return value
    if (Array.isArray(value)) return value.map((item: unknown) => read(item, [part, ...rest]))
    if (!isFetched(value)) return value === null ? null : undefined
    if (!part.startsWith(condition)) return read(fieldOf(value, part), rest)
    const { __typename: name } = value
    const fits = typeof name !== 'string' || isOfType(name, part.slice(condition.length))
    return fits ? read(value, rest) : undefined
  }
}
