import {
  type Permission,
  permissions,
  type StandardPermission,
  standardPermissions,
} from './permission.ts'
import { allRoles, type Role } from './role.ts'

/**
 * How a permission's rows are found from the caller: `whole` = every row, `own` = rows about the
 * caller's personal number, `area` = the caller's communes or, where the token names none, provinces,
 * `facilities` and `institutions` = those that the token names, `agency` = the affairs of the ministry that the
 * token names, `by-key` = rows looked up by exact key.
 */
export const rowRules = [
  'whole',
  'own',
  'area',
  'facilities',
  'institutions',
  'agency',
  'by-key',
] as const
export type RowRule = (typeof rowRules)[number]

export type RoleTable = Readonly<
  Record<Role, Readonly<Partial<Record<Permission | StandardPermission, RowRule>>>>
>

const catalogues = {
  'reference:catalogue:read': 'whole',
  'health:facility:read': 'whole',
  'education:institution:read': 'whole',
  'steering:catalogue:read': 'whole',
  '*:catalogue:read': 'whole',
} as const

/** How good each ministry's data are: about databases and places, under disclosure control. */
const qualities = {
  'population:quality:stats': 'whole',
  'land:quality:stats': 'whole',
  'health:quality:stats': 'whole',
  'education:quality:stats': 'whole',
  '*:quality:stats': 'whole',
} as const

/** Whether a permission opens totals, or rows about nobody. */
export function isStatistical(permission: Permission | StandardPermission): boolean {
  return permission.endsWith(':stats') || permission in catalogues
}

/** Each role's permissions, and which rows each opens. docs/roles.md prints it. */
export const roleTable: RoleTable = checkedRoleTable({
  citizen: {
    ...catalogues,
    'population:person:read': 'own',
    'population:household:read': 'own',
    'land:parcel:read': 'own',
    'land:registration:read': 'own',
    'health:prescription:read': 'own',
    'health:dispense:read': 'own',
    'education:enrolment:read': 'own',
    'oversight:log:read': 'own',
    '*:record:read': 'own',
  },
  officer: {
    ...catalogues,
    'population:person:read': 'area',
    'population:person:stats': 'area',
    'population:household:read': 'area',
    'population:household:stats': 'area',
    'population:quality:read': 'area',
    'population:quality:stats': 'area',
  },
  doctor: {
    ...catalogues,
    'health:prescription:read': 'facilities',
    'health:dispense:read': 'facilities',
    'health:quality:read': 'facilities',
    'health:quality:stats': 'facilities',
  },
  pharmacist: {
    ...catalogues,
    'health:prescription:read': 'by-key',
    'health:dispense:read': 'by-key',
  },
  'land-officer': {
    ...catalogues,
    'population:person:read': 'area',
    'land:parcel:read': 'area',
    'land:parcel:stats': 'area',
    'land:registration:read': 'area',
    'land:registration:stats': 'area',
    'land:quality:read': 'area',
    'land:quality:stats': 'area',
  },
  'school-officer': {
    ...catalogues,
    'education:enrolment:read': 'institutions',
    'education:enrolment:stats': 'institutions',
    'education:quality:read': 'institutions',
    'education:quality:stats': 'institutions',
  },
  analyst: {
    ...catalogues,
    ...qualities,
    'population:person:stats': 'whole',
    'population:household:stats': 'whole',
    'land:parcel:stats': 'whole',
    'land:registration:stats': 'whole',
    'health:prescription:stats': 'whole',
    'health:dispense:stats': 'whole',
    'education:enrolment:stats': 'whole',
    '*:record:stats': 'whole',
  },
  application: { ...catalogues, 'population:person:verify': 'whole' },
  publisher: {
    ...catalogues,
    'population:quality:stats': 'agency',
    'land:quality:stats': 'agency',
    'health:quality:stats': 'agency',
    'education:quality:stats': 'agency',
    '*:quality:stats': 'agency',
    'steering:task:read': 'whole',
    'steering:task:write': 'agency',
    'oversight:reader:stats': 'agency',
  },
  inspector: {
    ...catalogues,
    ...qualities,
    'steering:task:read': 'whole',
    'oversight:access:read': 'whole',
    'oversight:usage:read': 'whole',
    'oversight:reader:stats': 'whole',
    'oversight:review:write': 'whole',
    'oversight:review:stats': 'whole',
  },
  operator: {
    ...catalogues,
    ...qualities,
    'steering:task:read': 'whole',
    'oversight:usage:read': 'whole',
    'oversight:reader:stats': 'whole',
    'oversight:review:stats': 'whole',
  },
  // Compares ministries' records with the population register, and is told numbers alone.
  reconciler: {
    'population:agreement:read': 'whole',
    'land:agreement:stats': 'whole',
    'health:agreement:stats': 'whole',
    'education:agreement:stats': 'whole',
    '*:agreement:stats': 'whole',
  },
})

/**
 * Checks and freezes a role table: every role present, no unknown role, permission or row rule.
 * Throws an Error that names the first wrong entry, so that a wrong table stops the start.
 */
export function checkedRoleTable(table: Readonly<Record<string, unknown>>): RoleTable {
  for (const role of Object.keys(table)) expectOneOf('role', role, allRoles)
  for (const role of allRoles) {
    const row = table[role]
    if (typeof row !== 'object' || row === null)
      throw new Error(`role table: expected permissions for role ${role}, got none`)
    for (const [permission, rule] of Object.entries(row)) {
      expectOneOf(`permission of ${role}`, permission, [...permissions, ...standardPermissions])
      expectOneOf(`row rule of ${role}, ${permission}`, rule, rowRules)
    }
    Object.freeze(row)
  }
  return Object.freeze(table) as RoleTable
}

function expectOneOf(what: string, got: unknown, expected: readonly string[]): void {
  if (typeof got === 'string' && expected.includes(got)) return
  throw new Error(
    `role table: unknown ${what}: expected one of ${expected.join(', ')}, got ${JSON.stringify(got)}`,
  )
}
