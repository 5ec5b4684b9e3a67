import { type DataClass, dataClasses } from './data-class.ts'
import { type DisclosureProfile, disclosureProfiles } from './disclosure-profile.ts'
import { allRoles, type Role } from './role.ts'

export type DisclosureTable = Readonly<
  Partial<Record<Role, Readonly<Record<DataClass, DisclosureProfile['name']>>>>
>

const profileNames = disclosureProfiles.map(({ name }) => name)
const last = disclosureProfiles.length - 1
const byClass = { BASIC: 'basic', SENSITIVE: 'sensitive', RESTRICTED: 'restricted' } as const

/**
 * Which profile guards statistics for a role, by the most sensitive class of data that the answer rests on.
 * It applies where the role has no right to the rows. docs/roles.md prints it.
 */
export const disclosureTable: DisclosureTable = checkedDisclosureTable({
  officer: byClass,
  'land-officer': byClass,
  'school-officer': byClass,
  analyst: byClass,
})

/**
 * The profile for a caller: the strictest of those of the caller's roles that are in the table (the others
 * grant no statistics), and the strictest of all where none is.
 */
export function profileOf(
  held: readonly string[],
  level: DataClass,
  table: DisclosureTable = disclosureTable,
): DisclosureProfile {
  const byRole: Readonly<Record<string, Readonly<Record<DataClass, string>> | undefined>> = table
  const places = held
    .filter((role) => Object.hasOwn(table, role))
    .map((role) => placeOf(byRole[role]?.[level]))
  return disclosureProfiles[places.length === 0 ? last : Math.max(...places)] ?? failClosed()
}

/**
 * Checks and freezes a table: known roles, every class of data, known profiles. Throws an Error that names
 * the first wrong entry, so that a wrong table stops the start.
 */
export function checkedDisclosureTable(table: Readonly<Record<string, unknown>>): DisclosureTable {
  for (const [role, row] of Object.entries(table)) {
    expectOneOf('role', role, allRoles)
    if (typeof row !== 'object' || row === null)
      throw new Error(`disclosure table: expected profiles for role ${role}, got none`)
    for (const level of Object.keys(row)) expectOneOf(`class of ${role}`, level, dataClasses)
    const byLevel: Readonly<Record<string, unknown>> = { ...row }
    for (const level of dataClasses)
      expectOneOf(`profile of ${role}, ${level}`, byLevel[level], profileNames)
    Object.freeze(row)
  }
  return Object.freeze(table)
}

function placeOf(name: string | undefined): number {
  const place = name === undefined ? -1 : profileNames.indexOf(name)
  return place < 0 ? last : place
}

function failClosed(): never {
  throw new Error('disclosure table: expected a profile, got none')
}

function expectOneOf(what: string, got: unknown, expected: readonly string[]): void {
  if (typeof got === 'string' && expected.includes(got)) return
  throw new Error(
    `disclosure table: unknown ${what}: expected one of ${expected.join(', ')}, got ${JSON.stringify(got)}`,
  )
}
