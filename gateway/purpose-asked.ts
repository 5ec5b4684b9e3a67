import type { Caller } from '../auth/caller.ts'
import { namedPurpose } from '../auth/named-purpose.ts'
import type { Purpose } from '../auth/purpose.ts'
import { purposeId } from '../auth/purpose-id.ts'
import { CodedError } from '../schema/errors.ts'

/**
 * The purpose that a request's header `x-purpose` or its token names; none where neither does. Answers the refusal
 * of a wrong one (BAD_USER_INPUT, PURPOSE_REQUIRED), since that is recorded before it is told.
 */
export function purposeAsked(
  caller: Caller,
  header: string | readonly string[] | undefined,
): Purpose | CodedError | undefined {
  if (header !== undefined && (typeof header !== 'string' || !purposeId.test(header)))
    return new CodedError('BAD_USER_INPUT', 'The header x-purpose is not the id of a purpose.')
  try {
    return namedPurpose(caller, header)
  } catch (error) {
    if (error instanceof CodedError) return error
    throw error
  }
}
