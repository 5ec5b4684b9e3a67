import { canonical } from './canonical.ts'
import type { Answer } from './executor.ts'

/*
 * When two answers are equal
 *
 * Data: the same JSON, names in the same order.
 *
 * Errors: an error explains a null, so errors are compared by the place where the null stands that they led
 * to: along its path, the first null of the answer (the path's own end where the field may be null, a parent
 * where it may not). Both answers must explain the same places. How many errors lead to one place may
 * differ: graphql-js stops at the first failure among the fields of an object that becomes null, while a
 * subgraph and whoever joins its answer each report what they see. An error whose path ends at something that is not
 * null, or that was not asked for, explains nothing: a field that only a plan needs (a key, a required field)
 * failed. It is no difference unless the other answer has a place that nothing explains.
 * A required field that fails may have the response name of another that the client asks (`f(n: 2)` beside a
 * required `f(n: 5)`); an error too many at a null of a `needed` name is no difference.
 * Values of wrong types are reported ten times at most; an answer with ten such errors may lack others.
 * Where a field requires something of objects within another (`@requires(fields: "parts { id }")`), a plan asks
 * for it along with what the client asks of the same objects; if one of these fields fails and must not be null,
 * the subgraph nulls the object, and the required value with it. One schema over everything has no such
 * neighbours, so federations with such fields are compared on data where nothing fails.
 * A null without an error, where the type allows none, is thus a difference, and so is a wrong path.
 */

/** What is different, in words; undefined when the answers are equal. */
export function difference(
  expected: Answer,
  got: Answer,
  needed: ReadonlySet<string> = new Set(),
): string | undefined {
  const wanted = JSON.stringify(expected.data)
  const have = JSON.stringify(got.data)
  if (wanted !== have) {
    const same = canonical(expected.data) === canonical(got.data)
    return `${same ? 'order' : 'data'}: expected ${wanted}\ngot ${have} ${JSON.stringify(got.errors)}`
  }
  const explained = placesOf(expected)
  const places = placesOf(got)
  const missing = [...explained].filter((place) => !places.has(place))
  if (missing.length > 0 && !isCut(got)) return `no error for the null at ${missing.join(', ')}`
  const surplus = [...places].filter(
    (place) => !explained.has(place) && !needed.has(place.slice(place.lastIndexOf('.') + 1)),
  )
  return surplus.length > 0 ? `an error for the sound null at ${surplus.join(', ')}` : undefined
}

/** Whether errors were left out because there were too many (gateway/execution/unexplained.ts). */
export function isCut({ errors }: Answer): boolean {
  return errors.filter(({ message }) => message.includes('no value that the schema')).length >= 10
}

/** The places of nulls that an answer's errors explain. */
function placesOf({ data, errors }: Answer): ReadonlySet<string> {
  const places = new Set<string>()
  for (const { path } of errors) {
    const place = path === undefined ? undefined : placeOf(data, path)
    if (place !== undefined) places.add(place)
  }
  return places
}

function placeOf(data: unknown, path: readonly (string | number)[]): string | undefined {
  let value = data
  for (let length = 0; ; length++) {
    if (value === null) return path.slice(0, length).join('.') || 'data'
    const step = path[length]
    if (step === undefined || typeof value !== 'object' || value === undefined) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
}
