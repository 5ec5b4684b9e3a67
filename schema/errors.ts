import { GraphQLError } from 'graphql'

/**
 * The catalogue of errors that may reach a caller: HTTP status (where the whole request fails), whose
 * fault it is, and the message used when nothing more precise may be said. docs/errors.md is kept
 * equal to it by a test.
 */
export const errors = {
  UNAUTHENTICATED: { status: 401, fault: 'caller', message: 'A valid access token is required.' },
  FORBIDDEN: { status: 403, fault: 'caller', message: 'The caller may not read this.' },
  PURPOSE_REQUIRED: { status: 403, fault: 'caller', message: 'A registered purpose is required.' },
  BAD_USER_INPUT: { status: 400, fault: 'caller', message: 'An argument is not acceptable.' },
  GRAPHQL_PARSE_FAILED: { status: 400, fault: 'caller', message: 'The document cannot be parsed.' },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    fault: 'caller',
    message: 'The document does not fit the schema.',
  },
  DOCUMENT_TOO_LARGE: { status: 413, fault: 'caller', message: 'The request is too large.' },
  COST_EXCEEDED: { status: 400, fault: 'caller', message: 'The request asks for too much.' },
  RATE_LIMITED: { status: 429, fault: 'caller', message: 'Too many requests.' },
  DOCUMENT_NOT_TRUSTED: {
    status: 403,
    fault: 'caller',
    message: 'The document is not registered.',
  },
  CONFLICT: {
    status: 200,
    fault: 'caller',
    message: 'What was to be changed has changed meanwhile.',
  },
  HISTORY_TOO_SHORT: {
    status: 200,
    fault: 'caller',
    message: 'The series is too short for a forecast.',
  },
  MINISTRY_UNAVAILABLE: { status: 200, fault: 'ministry', message: 'A ministry did not answer.' },
  DEADLINE_EXCEEDED: { status: 200, fault: 'ministry', message: 'The deadline passed.' },
  AUDIT_UNAVAILABLE: {
    status: 503,
    fault: 'gateway',
    message: 'The audit journal is unavailable.',
  },
  KEYS_UNAVAILABLE: {
    status: 503,
    fault: 'gateway',
    message: 'The keys that sign access tokens cannot be reached.',
  },
  OVERLOADED: {
    status: 503,
    fault: 'gateway',
    message: 'The gateway has more to do than it can at once.',
  },
  SCHEMA_REFUSED: {
    status: 422,
    fault: 'caller',
    message: 'The schema has problems; nothing was changed.',
  },
  REGISTRY_UNAVAILABLE: {
    status: 503,
    fault: 'gateway',
    message: 'The registry of schemas is unavailable.',
  },
  INTERNAL_SERVER_ERROR: { status: 500, fault: 'gateway', message: 'The server failed.' },
} as const

export type ErrorCode = keyof typeof errors

/**
 * The only errors whose text leaves the product: a code of the catalogue, a message that was written
 * here and holds no personal number, token or SQL, and optional plain details for `extensions`.
 */
export class CodedError extends GraphQLError {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message?: string, details: Readonly<Record<string, unknown>> = {}) {
    const { status } = errors[code]
    const http = status === 200 ? {} : { http: { status } }
    super(message ?? errors[code].message, { extensions: { ...http, ...details, code } })
    this.name = 'CodedError'
    this.code = code
  }
}
