import type { Caller } from '../../auth/caller.ts'
import type { CodedError } from '../../schema/errors.ts'
import { isRecord } from '../is-record.ts'
import { applicationOf } from './application-of.ts'
import { askedDocument } from './asked-document.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

/** A message as it came. */
export interface SentMessage {
  readonly method: string
  readonly search: string
  readonly body: unknown
}

/** Puts the text of a registered document into the message that names it; answers why it may not be asked. */
export async function withDocument(
  { method, search, body }: SentMessage,
  caller: Caller,
  trusted: TrustedDocuments,
): Promise<CodedError | undefined> {
  const query = new URLSearchParams(search).get('query')
  const message = method === 'GET' ? { query } : body
  const { text, refused } = await askedDocument(message, applicationOf(caller), trusted)
  // Apollo Server holds this very object; it refuses whatever else names a document.
  if (isRecord(body)) {
    if (text !== undefined) body['query'] = text
    if (isRecord(body['extensions'])) delete body['extensions']['persistedQuery']
  }
  return refused
}
