import { CodedError } from '../schema/errors.ts'
import type { Caller } from './caller.ts'
import type { Grants } from './grants.ts'
import { permissions, standardPermissions } from './permission.ts'
import { isStatistical, type RoleTable, type RowRule, roleTable } from './role-table.ts'
import { rowCode } from './row-code.ts'
import { type RowScope, allRows, noRows } from './row-scope.ts'

/**
 * What a caller may do: the union over the caller's roles; of each permission the union of the rows.
 * A permission that opens no row is left out, and
 * for a caller who is asked for in absence everything but statistics and catalogues. Fails with UNAUTHENTICATED when a code in the caller is
 * not letters, digits and hyphens.
 */
export function grantsOf(caller: Caller, table: RoleTable = roleTable): Grants {
  const grants: Partial<Record<keyof Grants, RowScope>> = {}
  for (const permission of [...permissions, ...standardPermissions]) {
    if (caller.only === 'statistics' && !isStatistical(permission)) continue
    const rules = caller.roles.map((role) => table[role][permission])
    const scopes = rules.flatMap((rule) => (rule === undefined ? [] : [scopeOf(rule, caller)]))
    const scope = scopes.reduce(union, noRows)
    if (opensRows(scope)) grants[permission] = Object.freeze(scope)
  }
  return Object.freeze(grants)
}

function scopeOf(rule: RowRule, caller: Caller): RowScope {
  switch (rule) {
    case 'whole':
      return allRows
    case 'own':
      return caller.pin === undefined ? noRows : { ...noRows, subjects: codes([caller.pin]) }
    case 'area':
      return caller.communes.length > 0
        ? { ...noRows, communes: codes(caller.communes) }
        : { ...noRows, provinces: codes(caller.provinces) }
    case 'facilities':
      return { ...noRows, facilities: codes(caller.facilities) }
    case 'institutions':
      return { ...noRows, institutions: codes(caller.institutions) }
    case 'agency':
      return { ...noRows, agencies: agencyOf(caller) }
    case 'by-key':
      return { ...noRows, byKey: true }
    default:
      return rule satisfies never
  }
}

function union(a: RowScope, b: RowScope): RowScope {
  if (a.whole || b.whole) return allRows
  return {
    whole: false,
    subjects: merged(a.subjects, b.subjects),
    provinces: merged(a.provinces, b.provinces),
    communes: merged(a.communes, b.communes),
    facilities: merged(a.facilities, b.facilities),
    institutions: merged(a.institutions, b.institutions),
    agencies: merged(a.agencies, b.agencies),
    byKey: a.byKey || b.byKey,
  }
}

function opensRows(scope: RowScope): boolean {
  if (scope.whole || scope.byKey) return true
  const { subjects, provinces, communes, facilities, institutions, agencies } = scope
  const named = subjects.length + provinces.length + communes.length
  return named + facilities.length + institutions.length + agencies.length > 0
}

/** An agency is named freely; one that is no code is no ministry. */
function agencyOf({ agency }: Caller): readonly string[] {
  return agency !== undefined && rowCode.test(agency) ? [agency] : []
}

function merged(a: readonly string[], b: readonly string[]): readonly string[] {
  if (b.length === 0) return a
  return Object.freeze([...new Set([...a, ...b])].sort())
}

function codes(list: readonly string[]): readonly string[] {
  if (!list.every((code) => rowCode.test(code)))
    throw new CodedError('UNAUTHENTICATED', 'The access token holds a malformed code.')
  return list
}
