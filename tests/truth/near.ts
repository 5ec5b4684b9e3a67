/** A figure under control beside the exact one, where it is not what control may make of it. */
export interface Misfit {
  readonly path: string
  readonly exact: unknown
  readonly controlled: unknown
}

/** Rows below which fewer than ten people can be counted. */
const threshold = 10
/** Largest noise of a count, and the part of a figure by which noise and rounding may change it: of a few
 * parcels one may be as large as nearly half of them, and noise is measured by it. */
const mostNoise = 6
const mostPart = 0.75

/**
 * Compares an answer under disclosure control with the exact one: texts are the same, numbers are absent or
 * near, counts below the threshold are absent, and groups are those of the exact answer or fewer.
 */
export function misfits(exact: unknown, controlled: unknown, path = ''): readonly Misfit[] {
  if (Array.isArray(exact) && Array.isArray(controlled)) {
    const byKey = new Map(exact.map((one, i) => [keyOf(one) ?? String(i), one as unknown]))
    return controlled.flatMap((one, i) => {
      const key = keyOf(one) ?? String(i)
      return misfits(byKey.get(key), one, `${path}.${key}`)
    })
  }
  if (isObject(exact) && isObject(controlled))
    return Object.entries(controlled).flatMap(([name, value]) =>
      misfits(exact[name], value, `${path}.${name}`),
    )
  return fits(exact, controlled, path) ? [] : [{ path, exact, controlled }]
}

function fits(exact: unknown, controlled: unknown, path: string): boolean {
  if (typeof exact !== 'number') return exact === controlled
  if (controlled === null) return true
  if (path.endsWith('groupCount')) return typeof controlled === 'number' && controlled <= exact
  if (typeof controlled !== 'number') return false
  if (path.endsWith('.count') && exact > 0 && exact < threshold) return false
  return Math.abs(controlled - exact) <= mostNoise + Math.abs(exact) * mostPart
}

function keyOf(value: unknown): string | undefined {
  return isObject(value) && 'key' in value ? JSON.stringify(value['key']) : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
