import { type MaskKind, type Masks, maskKinds, wholeMasks } from './mask.ts'
import { purposesOf } from './purpose-table.ts'
import { allRoles, type Role } from './role.ts'

/** By role and purpose. */
export type MaskTable = Readonly<Partial<Record<Role, Readonly<Record<string, Masks>>>>>

const whole = wholeMasks
const closed: Masks = { NUMBER: 'LAST_THREE', NAME: 'INITIALS', BIRTH_DATE: 'YEAR' }

/** How each role sees who a person is, by purpose. docs/purposes.md prints it. */
export const maskTable: MaskTable = checkedMaskTable({
  citizen: { 'citizen-self': whole },
  officer: {
    'population-management': whole,
    'residence-confirmation': { ...whole, BIRTH_DATE: 'YEAR' },
    'civil-defence': { ...whole, NUMBER: 'LAST_THREE', BIRTH_DATE: 'YEAR' },
  },
  'land-officer': {
    'land-registration': { ...whole, BIRTH_DATE: 'YEAR' },
    'land-inspection': closed,
  },
  doctor: { treatment: whole, 'hiv-treatment': whole, 'emergency-care': whole },
  pharmacist: { dispensing: closed, 'emergency-care': { ...closed, NUMBER: 'WHOLE' } },
  'school-officer': { 'school-records': { ...whole, BIRTH_DATE: 'YEAR' } },
  analyst: { 'epidemic-response': closed },
  application: { 'identity-check': whole },
  inspector: { 'access-inspection': closed },
  // Nobody is shown: facts are compared where they are kept.
  reconciler: { 'source-agreement': whole },
})

/**
 * How callers of these roles see who a person is, for a purpose: of several roles the most that one sees.
 * Without a purpose no record is read, and statistics are narrowed by what any of the roles' purposes shows.
 */
export function masksOf(
  held: readonly Role[],
  purpose: string | undefined,
  table: MaskTable = maskTable,
): Masks {
  const seen = held
    .flatMap((role) => Object.entries(table[role] ?? {}))
    .filter(([id]) => purpose === undefined || id === purpose)
    .map(([, masks]) => masks)
  const isWhole = (kind: MaskKind): boolean => seen.some((masks) => masks[kind] === 'WHOLE')
  return Object.freeze({
    NUMBER: isWhole('NUMBER') ? 'WHOLE' : closed.NUMBER,
    NAME: isWhole('NAME') ? 'WHOLE' : closed.NAME,
    BIRTH_DATE: isWhole('BIRTH_DATE') ? 'WHOLE' : closed.BIRTH_DATE,
  })
}

/**
 * Checks and freezes a table of masks: every purpose of every role that opens records, and no other. Throws an Error that names
 * the first wrong entry, so that a wrong table stops the start.
 */
export function checkedMaskTable(table: MaskTable): MaskTable {
  for (const role of allRoles) {
    const expected = purposesOf([role])
      // What opens no record shows nobody.
      .filter(({ classes }) => classes.length > 0)
      .map(({ id }) => id)
    const given = table[role] ?? {}
    const wrong =
      expected.find((id) => !Object.hasOwn(given, id)) ??
      Object.keys(given).find((id) => !expected.includes(id))
    if (wrong !== undefined)
      throw new Error(
        `mask table: ${role}: expected ${expected.join(', ') || 'no purpose'}, got ${Object.keys(given).join(', ') || 'none'}; see ${wrong}`,
      )
    for (const [id, masks] of Object.entries(given))
      for (const kind of maskKinds)
        if (masks[kind] !== 'WHOLE' && masks[kind] !== closed[kind])
          throw new Error(`mask table: ${role}, ${id}: ${kind}: expected WHOLE or ${closed[kind]}`)
  }
  return Object.freeze(table)
}
