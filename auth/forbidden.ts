import { CodedError } from '../schema/errors.ts'

/** A refusal, with the schema coordinates refused in `extensions.coordinates`. */
export function forbidden(coordinates: readonly string[]): CodedError {
  return new CodedError('FORBIDDEN', undefined, { coordinates })
}
