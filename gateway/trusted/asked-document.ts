import { CodedError } from '../../schema/errors.ts'
import { isRecord } from '../is-record.ts'
import { documentIdOf, documentNamed } from './document-id.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

/** What a request asks by, once registered documents are looked up. */
export interface AskedDocument {
  /** The text to go on with; undefined where the message has its own. */
  readonly text: string | undefined
  /** Why nothing is asked: the document is not registered. Recorded like every refusal. */
  readonly refused: CodedError | undefined
}

const ownText: AskedDocument = Object.freeze({ text: undefined, refused: undefined })

/**
 * Looks up the document that a message names, and whether its sender may ask what it sends. Fails with
 * BAD_USER_INPUT where text and identifier are not of one document, or REGISTRY_UNAVAILABLE.
 */
export async function askedDocument(
  message: unknown,
  application: string | undefined,
  trusted: TrustedDocuments,
): Promise<AskedDocument> {
  const named = documentNamed(message)
  const query = isRecord(message) ? message['query'] : undefined
  if (typeof query === 'string') {
    const isFree = !trusted.isBound(application) || trusted.isOwn(application, query)
    if (named === undefined && isFree) return ownText
    const id = documentIdOf(query)
    if (named !== undefined && named !== id)
      throw new CodedError('BAD_USER_INPUT', 'The query is not the document that documentId names.')
    if (isFree || (await trusted.find(application, id)) !== undefined) return ownText
    return { text: undefined, refused: new CodedError('DOCUMENT_NOT_TRUSTED') }
  }
  if (named === undefined) return ownText
  const text = await trusted.find(application, named)
  if (text !== undefined) return { text, refused: undefined }
  // Something must stand where a document does, and be recorded: the name that was asked by.
  return { text: `# ${named}`, refused: new CodedError('DOCUMENT_NOT_TRUSTED') }
}
