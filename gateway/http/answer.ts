import type { GraphQLResponse } from '@apollo/server'
import type { GraphQLFormattedError } from 'graphql'
import { emergencyNotice } from '../../auth/purpose.ts'
import { type ErrorCode, errors } from '../../schema/errors.ts'
import type { RequestState } from '../context.ts'

/** Errors for values that fit no type, at most; a ministry may give thousands. */
const maxMisfits = 10

/**
 * Completes an answer: the HTTP status of the catalogue where there is no data at all (GraphQL over HTTP,
 * 6.4), an error for every null that no error explains, `requestId` and `provenance`; under a purpose for
 * emergencies the notice that this is reviewed.
 */
export function finishAnswer(state: RequestState, response: GraphQLResponse): void {
  state.answered = true
  if (response.body.kind !== 'single') return
  const { singleResult } = response.body
  const misfits = misfitsOf(singleResult.extensions?.['valueCompletion'])
  if (misfits.length > 0) singleResult.errors = misfits
  const status = statusOf(singleResult.errors?.[0])
  if (singleResult.data !== undefined) response.http.status = 200
  // Apollo Server's own refusals are 4xx that may say more than 400: 405 with `allow`, for instance.
  else if (status !== 400 || (response.http.status ?? 500) >= 500) response.http.status = status
  const asked = Object.keys(state.provenance).length > 0
  singleResult.extensions = {
    requestId: state.id,
    ...(asked ? { provenance: state.provenance, ...emergencyOf(state) } : {}),
  }
}

/** Without a journal nothing can be reviewed, and nobody is told that it will be. */
function emergencyOf({ purpose, trail }: RequestState): Readonly<Record<string, unknown>> {
  if (purpose?.emergency !== true || trail === undefined) return {}
  return { purpose: { id: purpose.id, emergency: true, notice: emergencyNotice } }
}

function statusOf(error: GraphQLFormattedError | undefined): number {
  const code = error?.extensions?.['code']
  return typeof code === 'string' && Object.hasOwn(errors, code)
    ? errors[code as ErrorCode].status
    : 500
}

/** What Apollo's executor says about values of the wrong type; it keeps it out of `errors`. */
function misfitsOf(reports: unknown): GraphQLFormattedError[] {
  if (!Array.isArray(reports)) return []
  return reports.slice(0, maxMisfits).map((report: { path?: readonly (string | number)[] }) => ({
    message: 'A ministry gave no value that the schema accepts here.',
    ...(report.path ? { path: report.path } : {}),
    extensions: { code: 'MINISTRY_UNAVAILABLE' },
  }))
}
