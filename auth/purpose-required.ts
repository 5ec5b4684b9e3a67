import { CodedError } from '../schema/errors.ts'
import type { Purpose } from './purpose.ts'

/** A refusal for want of a purpose, with those that would do in `extensions.purposes`. */
export function purposeRequired(
  fitting: readonly Purpose[],
  details: { readonly message?: string; readonly coordinates?: readonly string[] } = {},
): CodedError {
  const { message, coordinates } = details
  return new CodedError('PURPOSE_REQUIRED', message, {
    ...(coordinates === undefined ? {} : { coordinates }),
    purposes: fitting.map(({ id, title }) => ({ id, title })),
  })
}
