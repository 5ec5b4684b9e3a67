import type { Grants } from './grants.ts'
import { permissions, standardPermissions } from './permission.ts'

/**
 * The set of permissions held, as a short string: equal sets give equal keys. Rows are not in it, so it
 * may key only what does not depend on rows (verdicts over documents, visible schemas).
 */
export function permissionKey(grants: Grants): string {
  let key = ''
  for (const permission of [...permissions, ...standardPermissions])
    key += grants[permission] === undefined ? '0' : '1'
  return key
}
