import { CodedError } from '../schema/errors.ts'
import type { Caller } from './caller.ts'
import type { Purpose } from './purpose.ts'
import { purposeRequired } from './purpose-required.ts'
import { purposeId } from './purpose-id.ts'
import { purposesOf, purposeTable } from './purpose-table.ts'

/**
 * The purpose that a request names, in its header or because its token is bound to one. Fails with
 * BAD_USER_INPUT (no such purpose) or PURPOSE_REQUIRED (the token is bound to another).
 */
export function namedPurpose(
  caller: Pick<Caller, 'roles' | 'purpose'>,
  header: string | undefined,
  table: ReadonlyMap<string, Purpose> = purposeTable,
): Purpose | undefined {
  const id = header ?? caller.purpose
  if (id === undefined) return undefined
  const purpose = table.get(id)
  if (purpose === undefined) {
    const known = purposesOf(caller.roles, table).map((one) => one.id)
    const expected = known.length === 0 ? 'none is open to the caller' : known.join(', ')
    throw new CodedError(
      'BAD_USER_INPUT',
      `No such purpose${purposeId.test(id) ? `: ${id}` : ''}; expected one of: ${expected}.`,
    )
  }
  const bound = caller.purpose === undefined ? undefined : table.get(caller.purpose)
  if (caller.purpose !== undefined && caller.purpose !== id)
    throw purposeRequired(bound === undefined ? [] : [bound], {
      message: 'The access token is bound to another purpose.',
    })
  return purpose
}
