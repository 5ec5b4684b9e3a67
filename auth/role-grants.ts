import type { Grants } from './grants.ts'
import { permissions, standardPermissions } from './permission.ts'
import type { Role } from './role.ts'
import { roleTable } from './role-table.ts'
import { allRows } from './row-scope.ts'

/**
 * The permissions of a caller of one role whose token names all that the role's rules ask for. For what depends
 * on permissions alone (permissionKey): its rows are nobody's.
 */
export function roleGrants(role: Role): Grants {
  const held = [...permissions, ...standardPermissions].filter(
    (permission) => roleTable[role][permission] !== undefined,
  )
  return Object.freeze(Object.fromEntries(held.map((permission) => [permission, allRows])))
}
