import { isCut } from './equality.ts'
import type { Answer, Ask } from './executor.ts'
import { hash } from './hash.ts'

/** A request that got no answer. */
export class Outage extends Error {}

/**
 * Subgraphs that fail now and then: a request that gets no answer, one that gets an error and no data, one
 * whose objects are something else. What happens depends on the seed and the request alone.
 */
export function outages(ask: Ask, seed: number): Ask {
  return async (subgraph, request) => {
    const luck = hash(`${seed} ${subgraph} ${request.query}`) % 100
    if (luck < 15) throw new Outage(`${subgraph} is down`)
    if (luck < 22) return { data: null, errors: [{ message: `${subgraph} fails` }] }
    const answer = await ask(subgraph, request)
    return luck < 32
      ? { ...answer, data: spoilt(answer.data, `${seed}`) as Answer['data'] }
      : answer
  }
}

/** Here and there a value where an object or a list of objects was. */
function spoilt(value: unknown, at: string): unknown {
  if (typeof value !== 'object' || value === null) return value
  const luck = hash(at) % 100
  const isObjects = Array.isArray(value) ? isTyped(value[0]) : isTyped(value)
  if (isObjects && luck < 10)
    return ['misfit', 5, true, Array.isArray(value) ? { misfit: 1 } : [['misfit']]][luck % 4]
  if (Array.isArray(value)) return value.map((item, index) => spoilt(item, `${at}[${index}]`))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, spoilt(inner, `${at}.${name}`)]),
  )
}

function isTyped(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '__typename' in value
}

/**
 * What is wrong with an answer of a federation in trouble, given the right one of the same data: anything
 * that is neither right nor a null with an error at its place, around it or within it (of ten and more values of wrong
 * types some are not told).
 */
export function wrongInTrouble(expected: Answer, got: Answer): string | undefined {
  const known = got.errors.flatMap(({ path }) => (path === undefined ? [] : [path.map(String)]))

  const isExplained = (path: readonly string[]): boolean =>
    known.some((one) => {
      const length = Math.min(one.length, path.length)
      return one.slice(0, length).join('.') === path.slice(0, length).join('.')
    })

  const visit = (right: unknown, have: unknown, path: readonly string[]): string | undefined => {
    const place = path.join('.')
    if (have === null)
      return right === null || isCut(got) || isExplained(path)
        ? undefined
        : `no error for the null at ${place}`
    if (typeof have !== 'object' || typeof right !== 'object' || right === null)
      return have === right ? undefined : `${place}: ${JSON.stringify(have)} is wrong`
    const names = Object.keys(have)
    if (names.join() !== Object.keys(right).join()) return `${place}: other fields or items`
    for (const name of names) {
      const inner = visit(field(right, name), field(have, name), [...path, name])
      if (inner !== undefined) return inner
    }
    return undefined
  }
  return visit(expected.data, got.data, [])
}

function field(value: object, name: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[name]
}
