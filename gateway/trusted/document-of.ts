import type { Caller } from '../../auth/caller.ts'
import type { CodedError } from '../../schema/errors.ts'
import { type AddressedDocument, findAddressed } from './addressed-document.ts'
import type { TrustedDocuments } from './trusted-documents.ts'
import { type SentMessage, withDocument } from './with-document.ts'

/** Looks up the registered document of an address or a message; answers why it may not be asked. */
export async function documentOf(
  asked: AddressedDocument | SentMessage,
  caller: Caller,
  trusted: TrustedDocuments,
): Promise<CodedError | undefined> {
  return 'text' in asked
    ? await findAddressed(asked, caller, trusted)
    : await withDocument(asked, caller, trusted)
}
