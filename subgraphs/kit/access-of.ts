import type { Grants } from '../../auth/grants.ts'
import type { Permission } from '../../auth/permission.ts'
import type { RowScope } from '../../auth/row-scope.ts'
import type { RequestContext } from './request-context.ts'
import type { RowAccess } from './row-access.ts'

/** The union of what the permissions open; undefined where the caller holds none of them. */
export function accessOf(
  grants: Grants,
  permissions: readonly Permission[],
  { lookedUp, compartments }: Pick<RequestContext, 'lookedUp' | 'compartments'>,
): RowAccess | undefined {
  const held = permissions.flatMap((permission) => grants[permission] ?? [])
  if (held.length === 0) return undefined
  const merged = (of: (scope: RowScope) => readonly string[]): readonly string[] => [
    ...new Set(held.flatMap(of)),
  ]
  return {
    whole: held.some((scope) => scope.whole),
    subjects: merged((scope) => scope.subjects),
    provinces: merged((scope) => scope.provinces),
    communes: merged((scope) => scope.communes),
    facilities: merged((scope) => scope.facilities),
    institutions: merged((scope) => scope.institutions),
    keys: held.some((scope) => scope.byKey) ? [...lookedUp] : [],
    compartments,
  }
}
