import { CodedError } from '../../schema/errors.ts'

/** A refusal whose code is BAD_USER_INPUT and whose HTTP status says more. */
export function refusal(status: number, message: string): CodedError {
  return new CodedError('BAD_USER_INPUT', message, { http: { status } })
}
