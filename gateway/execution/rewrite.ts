import type { FetchDataRewrite } from '@apollo/query-planner'
import { type Fetched, fieldOf, isFetched } from './fetched.ts'
import type { IsOfType } from './type-names.ts'

/** Changes an answer, in place, as a plan says. */
export type Rewrite = (answered: unknown) => void

const condition = '... on '

/**
 * Compiles the rewrites of one fetch: fields that it had to ask under other names (because two types give
 * one response name two meanings) get back their own.
 */
export function compileRewrites(
  rewrites: readonly FetchDataRewrite[] | undefined,
  isOfType: IsOfType,
): Rewrite | undefined {
  if (rewrites === undefined || rewrites.length === 0) return undefined
  const steps = rewrites.map((rewrite) => compile(rewrite, isOfType))
  return (answered) => {
    for (const step of steps) step(answered)
  }
}

function compile(rewrite: FetchDataRewrite, isOfType: IsOfType): Rewrite {
  const last = rewrite.path.at(-1) ?? ''
  const change = (object: Fetched): void => {
    if (rewrite.kind === 'ValueSetter') object[last] = rewrite.setValueTo
    else if (Object.hasOwn(object, last)) {
      object[rewrite.renameKeyTo] = object[last]
      delete object[last]
    }
  }
  const visit = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, depth)
    if (!isFetched(value)) return
    const part = rewrite.path[depth]
    if (part === undefined || depth === rewrite.path.length - 1) change(value)
    else if (!part.startsWith(condition)) visit(fieldOf(value, part), depth + 1)
    else if (fits(value, part.slice(condition.length), isOfType)) visit(value, depth + 1)
  }
  return (answered) => visit(answered, 0)
}

/** An object that does not say its type is taken for the one expected. */
function fits({ __typename: name }: Fetched, expected: string, isOfType: IsOfType): boolean {
  return typeof name !== 'string' || isOfType(name, expected)
}
