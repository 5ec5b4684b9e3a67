import { dataClasses } from './data-class.ts'
import { type RecordClass, dataCategories } from './record-class.ts'
import { purposeId } from './purpose-id.ts'
import type { Purpose } from './purpose.ts'
import { allRoles } from './role.ts'

const classes: readonly string[] = dataClasses.flatMap((level) =>
  dataCategories.map((category): RecordClass => `${level} ${category}`),
)

/**
 * Checks and freezes a list of purposes: each id once and of the header's form, known roles and classes,
 * a title, a basis and a reference, an automatic one for a single role, and no class only where it must be named. Throws an Error that names the
 * first wrong entry, so that a wrong table stops the start.
 */
export function checkedPurposeTable(list: readonly Purpose[]): ReadonlyMap<string, Purpose> {
  const table = new Map<string, Purpose>()
  for (const purpose of list) {
    const wrong = wrongIn(purpose)
    if (wrong !== undefined) throw new Error(`purpose table: ${purpose.id}: ${wrong}`)
    if (table.has(purpose.id)) throw new Error(`purpose table: ${purpose.id} is there twice`)
    table.set(purpose.id, Object.freeze(purpose))
  }
  return table
}

function wrongIn(purpose: Purpose): string | undefined {
  const { id, title, basis, reference, visible } = purpose
  if (!purposeId.test(id)) return 'expected an id of 1 to 64 letters, digits and :._-'
  if ([title.vi, title.en, basis.vi, basis.en, reference].some((text) => text.trim() === ''))
    return 'expected a title and a basis in both languages, and a reference'
  if (visible !== 'AT_ONCE' && !(Number.isInteger(visible.afterDays) && visible.afterDays > 0))
    return 'expected AT_ONCE or a number of days'
  return (
    idleIn(purpose) ??
    unknownIn('role', purpose.roles, allRoles) ??
    unknownIn('class', purpose.classes, classes)
  )
}

function idleIn({
  automatic,
  emergency,
  roles: held,
  classes: opened,
}: Purpose): string | undefined {
  if (held.length === 0) return 'expected at least one role'
  if (automatic && held.length !== 1) return 'automatic for more than one role'
  const isTakenUnasked = automatic || emergency
  return opened.length === 0 && isTakenUnasked
    ? 'automatic or for emergencies: expected at least one class'
    : undefined
}

function unknownIn(
  what: string,
  got: readonly string[],
  known: readonly string[],
): string | undefined {
  const unknown = got.find((one) => !known.includes(one))
  return unknown === undefined ? undefined : `unknown ${what} ${JSON.stringify(unknown)}`
}
