import { z } from 'zod'
import { type Grants, grantOf } from './grants.ts'
import { isPermission, type Permission } from './permission.ts'
import { rowCode } from './row-code.ts'
import { type RowScope, noRows } from './row-scope.ts'

const codes = z.array(z.string().regex(rowCode)).readonly().optional()
const scope = z.strictObject({
  whole: z.literal(true).optional(),
  byKey: z.literal(true).optional(),
  subjects: codes,
  provinces: codes,
  communes: codes,
  facilities: codes,
  institutions: codes,
  agencies: codes,
})
type PackedScope = z.infer<typeof scope>
const packed = z.object({
  /** Permission → place in `scopes`; permissions with equal rows share one. */
  grants: z.record(z.string().refine(isPermission), z.int().nonnegative()),
  scopes: z.array(scope),
})

/** Grants as claims of a token: without empty lists, and each set of rows written once. */
export function packedGrants(
  grants: Grants,
  among: readonly Permission[],
): { grants: Partial<Record<Permission, number>>; scopes: readonly PackedScope[] } {
  const places = new Map<string, number>()
  const scopes: PackedScope[] = []
  const held: Partial<Record<Permission, number>> = {}
  for (const permission of among) {
    const rows = grantOf(grants, permission)
    if (rows === undefined) continue
    const short = withoutEmpty(rows)
    const text = JSON.stringify(short)
    const place = places.get(text) ?? scopes.push(short) - 1
    places.set(text, place)
    held[permission] = place
  }
  return { grants: held, scopes }
}

/**
 * Reads packed grants back. Undefined when they are not exactly what packedGrants writes: an unknown
 * permission, a code with a comma, a place that is not there.
 */
export function unpackedGrants(claims: Readonly<Record<string, unknown>>): Grants | undefined {
  const read = packed.safeParse(claims)
  if (!read.success) return undefined
  const grants: Partial<Record<Permission, RowScope>> = {}
  const scopes = read.data.scopes.map((rows) => Object.freeze({ ...noRows, ...rows }) as RowScope)
  for (const [permission, place] of Object.entries(read.data.grants)) {
    if (!isPermission(permission)) return undefined
    const rows = scopes[place]
    if (rows === undefined) return undefined
    grants[permission] = rows
  }
  return Object.freeze(grants)
}

function withoutEmpty(rows: RowScope): PackedScope {
  const full = Object.entries(rows).filter(
    ([, value]) => value === true || (Array.isArray(value) && value.length > 0),
  )
  return Object.fromEntries(full)
}
