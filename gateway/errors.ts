import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { CodedError, type ErrorCode, errors } from '../schema/errors.ts'
import { DocumentError } from './document/document-error.ts'
import { MinistryError } from './execution/ministry-error.ts'

/** Errors that Apollo's packages raise, in the catalogue's words. */
const foreign: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  BAD_REQUEST: ['BAD_USER_INPUT', 'Not an acceptable GraphQL request over HTTP.'],
  QUERY_PLAN_COMPLEXITY_EXCEEDED: ['COST_EXCEEDED', 'The document takes too long to plan.'],
}

/** Wrappings that are looked through for an error of ours. */
const maxWraps = 5

/**
 * The one door through which errors leave. An error of the catalogue and a ministry's error keep their
 * text and details; Apollo's own are put in the catalogue's words; anything else is
 * INTERNAL_SERVER_ERROR, and `isUnexpected` says so to the log.
 */
export function maskError(error: unknown): GraphQLFormattedError {
  const ours = known(error)
  const place = error instanceof GraphQLError ? error : undefined
  const locations = place?.locations
  const path = place?.path
  return {
    message: ours.message,
    ...(locations ? { locations } : {}),
    ...(path && path.length > 0 ? { path } : {}),
    extensions: ours.extensions,
  }
}

/** True when nothing of the error may leave: it is the gateway's fault and belongs in the log. */
export function isUnexpected(error: unknown): boolean {
  return known(error).extensions['code'] === 'INTERNAL_SERVER_ERROR'
}

interface Known {
  readonly message: string
  readonly extensions: Readonly<Record<string, unknown>>
}

function known(error: unknown): Known {
  let at: unknown = error
  for (let wraps = 0; wraps < maxWraps; wraps++) {
    if (at instanceof CodedError || at instanceof DocumentError) {
      const { http: _, code, ...details } = at.extensions
      return { message: at.message, extensions: { code, ...details } }
    }
    if (at instanceof MinistryError) return { message: at.message, extensions: at.extensions }
    const code = at instanceof GraphQLError ? at.extensions['code'] : undefined
    const translated = typeof code === 'string' ? foreign[code] : undefined
    if (translated) return { message: translated[1], extensions: { code: translated[0] } }
    if (!(at instanceof GraphQLError)) break
    at = at.originalError
  }
  return {
    message: errors.INTERNAL_SERVER_ERROR.message,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  }
}
