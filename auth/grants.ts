import { type Permission, type StandardPermission, standardOf } from './permission.ts'
import type { RowScope } from './row-scope.ts'

/**
 * What a caller may do: each permission held, with the rows that it opens. Absent = not held. At the gateway
 * a standard permission stands for that of every ministry which has no list of its own.
 */
export type Grants = Readonly<Partial<Record<Permission | StandardPermission, RowScope>>>

/** The rows that a permission opens for the caller; undefined where it is not held. */
export function grantOf(grants: Grants, permission: Permission): RowScope | undefined {
  const own = grants[permission]
  if (own !== undefined) return own
  const pattern = standardOf(permission)
  return pattern === undefined ? undefined : grants[pattern]
}
