import type { Caller } from '../../auth/caller.ts'
import type { CodedError } from '../../schema/errors.ts'
import { applicationOf } from './application-of.ts'
import { isDocumentId } from './document-id.ts'
import type { TrustedDocuments } from './trusted-documents.ts'
import { unknownDocument } from './unknown-document.ts'

/** A registered document that is asked by an address instead of a message. */
export interface AddressedDocument {
  /** As the address has it: the name of its operation, or its documentId. */
  readonly name: string
  /** Its text; where there is none, what stands for it in the journal. */
  text: string
}

/** Names of GraphQL. */
const queryName = /^[_A-Za-z]\w*$/

/**
 * Looks up the document that stands at an address of the caller's application, and puts its text there; answers why
 * nothing is asked. Fails with REGISTRY_UNAVAILABLE.
 */
export async function findAddressed(
  addressed: AddressedDocument,
  caller: Caller,
  trusted: TrustedDocuments,
): Promise<CodedError | undefined> {
  const { name } = addressed
  const isNamed = queryName.test(name)
  const text = await found(name, isNamed, { application: applicationOf(caller), trusted })
  addressed.text = text ?? `# ${isNamed || isDocumentId(name) ? name : 'no document'}`
  return text === undefined ? unknownDocument() : undefined
}

async function found(
  name: string,
  isNamed: boolean,
  { application, trusted }: { application: string | undefined; trusted: TrustedDocuments },
): Promise<string | undefined> {
  if (application === undefined) return undefined
  if (isNamed) return await trusted.findNamed(application, name)
  return isDocumentId(name) ? await trusted.find(application, name) : undefined
}
