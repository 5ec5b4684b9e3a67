import { CodedError } from '../../schema/errors.ts'

/** The one refusal of a document that is not there for the caller, whatever the reason. */
export function unknownDocument(): CodedError {
  return new CodedError('DOCUMENT_NOT_TRUSTED', 'Nothing stands at this address for the caller.', {
    http: { status: 404 },
  })
}
