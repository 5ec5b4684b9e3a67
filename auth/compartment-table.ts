import { purposesOf } from './purpose-table.ts'
import { isRole, type Role } from './role.ts'

/** Rows that only a closed list of readers may know of, whatever else they may read. */
export interface Compartment {
  readonly title: { readonly vi: string; readonly en: string }
  readonly reference: string
  /** What lies in it, as its ministry decides. */
  readonly holds: string
  /** Who reads it: a role, for a purpose. Nobody else sees, filters by, joins or counts its rows. */
  readonly readers: readonly { readonly role: Role; readonly purpose: string }[]
}

export type CompartmentTable = Readonly<Record<string, Compartment>>

/** Every compartment, under the name that stands in a ministry's rows. docs/purposes.md prints it. */
export const compartmentTable: CompartmentTable = checkedCompartmentTable({
  HIV: {
    title: { vi: 'HIV', en: 'HIV' },
    reference: '71/2020/QH14, Art 30',
    holds: 'ICD-10 B20–B24, Z21; ARV',
    readers: [
      { role: 'citizen', purpose: 'citizen-self' },
      { role: 'doctor', purpose: 'hiv-treatment' },
    ],
  },
})

/** The compartments open to callers of these roles for a purpose. */
export function openCompartments(
  held: readonly Role[],
  purpose: string | undefined,
  table: CompartmentTable = compartmentTable,
): readonly string[] {
  return Object.entries(table).flatMap(([name, { readers }]) =>
    readers.some((reader) => held.includes(reader.role) && reader.purpose === purpose)
      ? [name]
      : [],
  )
}

/**
 * Checks and freezes a table of compartments: names that a PostgreSQL setting can list, known roles, and
 * purposes that those roles may use. Throws an Error that names the first wrong entry.
 */
export function checkedCompartmentTable(table: CompartmentTable): CompartmentTable {
  for (const [name, { readers, reference }] of Object.entries(table)) {
    const wrong = (what: string): Error => new Error(`compartment table: ${name}: ${what}`)
    if (!/^[A-Z][A-Z0-9_]{0,31}$/.test(name)) throw wrong('expected a name of A–Z, 0–9 and _')
    if (reference.trim() === '') throw wrong('expected a reference')
    for (const { role, purpose } of readers) {
      if (!isRole(role)) throw wrong(`unknown role ${JSON.stringify(role)}`)
      if (!purposesOf([role]).some(({ id }) => id === purpose))
        throw wrong(`${role} may not use the purpose ${JSON.stringify(purpose)}`)
    }
  }
  return Object.freeze(table)
}
