import { CodedError, type ErrorCode, errors } from '../../schema/errors.ts'
import { isRecord } from '../is-record.ts'
import type { LiveObservation } from './observation.ts'

export interface StoredPage {
  readonly nodes: readonly LiveObservation[]
  /** Where the next page begins; undefined at the end. */
  readonly after: string | undefined
}

/** What an answer holds. Fails with the code of its first error: a part of it would be taken for the whole. */
export function storedPage(body: string): StoredPage {
  const answer: unknown = JSON.parse(body)
  const { data, errors: reported } = isRecord(answer) ? answer : {}
  const first: unknown = Array.isArray(reported) ? reported[0] : undefined
  const page = isRecord(data) ? data['observations'] : undefined
  if (first !== undefined || !isRecord(page)) throw codedOf(first)
  const { nodes, pageInfo } = page
  const { hasNextPage, endCursor } = isRecord(pageInfo) ? pageInfo : {}
  return {
    nodes: Array.isArray(nodes) ? (nodes as readonly LiveObservation[]) : [],
    after: hasNextPage === true && typeof endCursor === 'string' ? endCursor : undefined,
  }
}

function codedOf(error: unknown): CodedError {
  const { message, extensions } = isRecord(error) ? error : {}
  const code = isRecord(extensions) ? String(extensions['code']) : ''
  if (!Object.hasOwn(errors, code)) return new CodedError('INTERNAL_SERVER_ERROR')
  return new CodedError(code as ErrorCode, String(message))
}
