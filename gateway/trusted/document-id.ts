import { createHash } from 'node:crypto'
import { CodedError } from '../../schema/errors.ts'
import { isRecord } from '../is-record.ts'

const hex = /^[0-9a-f]{64}$/

/**
 * The identifier of a document's text: `sha256:` and 64 lower-case hexadecimal digits of its UTF-8 bytes (GraphQL
 * over HTTP, appendix A, SHA256 Hex Document Identifier).
 */
export function documentIdOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

/** Whether a text has the form of an identifier. */
export function isDocumentId(text: string): boolean {
  return text.startsWith('sha256:') && hex.test(text.slice(7))
}

/**
 * The document that a request names instead of, or beside, its text: by `documentId`, or as Apollo's clients do by
 * `extensions.persistedQuery`. Undefined where it names none. Fails with BAD_USER_INPUT.
 */
export function documentNamed(message: unknown): string | undefined {
  if (!isRecord(message)) return undefined
  const { documentId, extensions } = message
  const persisted = isRecord(extensions) ? extensions['persistedQuery'] : undefined
  if (documentId === undefined && persisted === undefined) return undefined
  const named = new Set<unknown>()
  if (documentId !== undefined) named.add(documentId)
  if (persisted !== undefined) named.add(hashed(persisted))
  const [id] = named
  if (named.size > 1 || typeof id !== 'string' || !isDocumentId(id))
    throw new CodedError(
      'BAD_USER_INPUT',
      'Expected one documentId: sha256: and 64 lower-case hexadecimal digits.',
    )
  return id
}

function hashed(persisted: unknown): string {
  const { version, sha256Hash } = isRecord(persisted) ? persisted : {}
  return version === 1 && typeof sha256Hash === 'string' ? `sha256:${sha256Hash}` : ''
}
