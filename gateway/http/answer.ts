import type { GraphQLResponse } from '@apollo/server'
import type { GraphQLFormattedError } from 'graphql'
import { emergencyNotice } from '../../auth/purpose.ts'
import { type ErrorCode, errors } from '../../schema/errors.ts'
import { rateHeaders } from '../rates/standing.ts'
import type { RequestState } from '../context.ts'

/**
 * Completes an answer: the HTTP status of the catalogue where there is no data at all (GraphQL over HTTP,
 * 6.4), the headers of its rates, `requestId`, `cost` and `provenance`; under a purpose for emergencies the notice that this is reviewed.
 */
export function finishAnswer(state: RequestState, response: GraphQLResponse): void {
  state.answered = true
  if (response.body.kind !== 'single') return
  const { singleResult } = response.body
  const status = statusOf(singleResult.errors?.[0])
  if (singleResult.data !== undefined) response.http.status = 200
  // Apollo Server's own refusals are 4xx that may say more than 400: 405 with `allow`, for instance.
  else if (status !== 400 || (response.http.status ?? 500) >= 500) response.http.status = status
  tellRates(state, response, singleResult.data === undefined ? singleResult.errors?.[0] : undefined)
  const asked = Object.keys(state.provenance).length > 0
  singleResult.extensions = {
    requestId: state.id,
    ...costOf(state),
    ...(asked ? { provenance: state.provenance, ...emergencyOf(state) } : {}),
  }
}

/** How the caller stands with its rates; of a refusal when to ask again. */
function tellRates(
  { allowance }: RequestState,
  { http }: GraphQLResponse,
  refusal: GraphQLFormattedError | undefined,
): void {
  for (const [name, value] of rateHeaders(allowance?.standings() ?? []))
    http.headers.set(name, value)
  const again = refusal?.extensions?.['retryAfterSeconds']
  if (typeof again === 'number') http.headers.set('retry-after', String(again))
}

/** Also beside a refusal for its cost: how far beyond it is. `actual` is what ministries' answers held. */
function costOf({ cost, objects }: RequestState): Readonly<Record<string, unknown>> {
  if (cost === undefined) return {}
  const { estimated, budget } = cost
  return { cost: { estimated, ...(objects === undefined ? {} : { actual: objects }), budget } }
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
