import { maskError } from '../errors.ts'
import { CodedError } from '../../schema/errors.ts'
import { isDataUrl } from './data-path.ts'
import { problemText, problemType } from './problem.ts'
import { refusal } from './refusal.ts'

const json = 'application/json; charset=utf-8'

/** A request that failed before it was GraphQL: its status and its body, in the catalogue's shape. */
export interface Failure {
  readonly status: number
  /** The media type of the body. */
  readonly type: string
  readonly body: string
  /** Names in small letters: when to ask again, and how the caller stands with its rates. */
  readonly headers: Readonly<Record<string, string>>
}

/** What a body may take, and what its sender said that it takes. */
export interface BodyBytes {
  readonly allowed?: number
  readonly got?: number | string
}

interface HttpPart {
  readonly status: number
  readonly headers?: ReadonlyMap<string, string>
}

/** The request that failed. */
interface Failed {
  readonly id: string
  readonly url: string
}

/** Puts an error of the HTTP server (or of ours) into the catalogue; on plain HTTP's addresses as problem details. */
export function failureOf(error: unknown, { id, url }: Failed, bytes: BodyBytes = {}): Failure {
  const coded = codedOf(error, bytes)
  const http = coded.extensions['http'] as HttpPart | undefined
  const { retryAfterSeconds: again } = coded.extensions
  const status = http?.status ?? 200
  const errors = [maskError(coded)]
  const text = isDataUrl(url)
    ? { type: problemType, body: problemText(status, errors, id) }
    : { type: json, body: JSON.stringify({ errors, extensions: { requestId: id } }) }
  const headers = {
    ...Object.fromEntries(http?.headers ?? []),
    ...(typeof again === 'number' ? { 'retry-after': String(again) } : {}),
  }
  return { status, ...text, headers }
}

function codedOf(error: unknown, bytes: BodyBytes): CodedError {
  if (error instanceof CodedError) return error
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown }
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new CodedError('DOCUMENT_TOO_LARGE', 'The body is too large.', {
        limit: 'bodyBytes',
        ...bytes,
      })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refusal(415, 'Expected a body of content type application/json.')
    case 'HPE_HEADER_OVERFLOW':
      return refusal(431, 'The headers are too large.')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return refusal(408, 'The request did not arrive in time.')
    default:
      if (/^(HPE_|ERR_HTTP_)/.test(String(code)))
        return refusal(400, 'Expected HTTP/1.1, got something else.')
      if (typeof statusCode !== 'number' || statusCode >= 500)
        return new CodedError('INTERNAL_SERVER_ERROR')
      return refusal(statusCode, 'The body is not acceptable JSON.')
  }
}
