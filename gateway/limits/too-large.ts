import { CodedError } from '../../schema/errors.ts'

/** The refusal of a request that passes a limit; says which, what is allowed and what came. */
export function tooLarge(limit: string, allowed: number, got: number | string): CodedError {
  return new CodedError(
    'DOCUMENT_TOO_LARGE',
    `The request passes the limit ${limit}: at most ${allowed}, got ${got}.`,
    { limit, allowed, got },
  )
}
