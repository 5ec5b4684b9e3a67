import { isPermission, type Permission } from '../../auth/permission.ts'
import type { Problem } from '../problem.ts'
import { strings } from './strings.ts'

/** `[["a"], ["b"]]`: any one is enough. Rows are granted per permission, so "and" has no meaning here. */
export function readPermissions(
  scopes: unknown,
  at: { readonly coordinate: string; readonly line: number },
  report: (problem: Problem) => void,
): readonly Permission[] {
  const alternatives = Array.isArray(scopes) ? scopes.map((scope) => strings(scope)) : []
  return alternatives.flatMap((all) => {
    const [permission] = all
    if (all.length === 1 && permission !== undefined && isPermission(permission))
      return [permission]
    report({
      code: 'PERMISSION_UNKNOWN',
      message: `expected alternatives of one known permission each, got ${JSON.stringify(all)}`,
      ...at,
    })
    return []
  })
}
