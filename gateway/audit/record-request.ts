import type { GraphQLResponse } from '@apollo/server'
import type { DocumentNode } from 'graphql'
import { auditUnavailable } from './audit-unavailable.ts'
import type { RequestState, Verdict } from '../context.ts'
import type { Prepared } from '../document/prepared.ts'
import { maskError } from '../errors.ts'
import { noSelection } from './selection.ts'
import type { Asked } from './trail.ts'

interface Question extends Pick<Asked, 'text' | 'variables'> {
  readonly operationName: string | undefined
}

/** A document that may be executed, with the values of all its variables, or an answer that needs no ministry. */
type Judged =
  | { readonly document: DocumentNode; readonly variables: Readonly<Record<string, unknown>> }
  | Verdict

/**
 * Hands a request that was judged to the journal; answers the judgement when it may take its course: it is
 * planned while the record is being written, and asks a ministry only when that is on disk
 * (execution/mint-with.ts). Nothing is recorded when the gateway runs open. Fails with AUDIT_UNAVAILABLE.
 */
export async function recordRequest<T extends Judged>(
  state: RequestState,
  { text, variables, operationName }: Question,
  judged: T,
): Promise<T> {
  const { trail, lease, identity } = state
  if (trail === undefined || identity === undefined) return judged
  const { selectionOf, prepare, schema } = lease.generation
  // What the caller cannot see reads as unknown in the answer, and is named in the journal.
  const prepared: Judged | Prepared =
    'document' in judged ? judged : prepare(text, { name: 'whole', schema })
  const lifted = 'lifted' in prepared ? prepared.lifted : {}
  const all = 'variables' in prepared ? prepared.variables : { ...variables, ...lifted }
  const selection =
    'document' in prepared ? selectionOf(prepared.document, operationName, all) : noSelection
  trail.asked(state, { text, variables, verdict: verdictOf(judged), selection })
  return judged
}

function verdictOf(judged: Judged): Asked['verdict'] {
  if ('document' in judged) return 'allowed'
  return 'refused' in judged ? 'refused' : 'schema'
}

/**
 * Records the outcome of a request; an answer whose outcome cannot be recorded is emptied, and says
 * AUDIT_UNAVAILABLE. Never throws.
 */
export async function recordAnswer(state: RequestState, response: GraphQLResponse): Promise<void> {
  const { trail } = state
  if (trail === undefined || response.body.kind !== 'single') return
  const { errors = [] } = response.body.singleResult
  try {
    await trail.answered(state, { status: response.http.status ?? 200, errors })
  } catch {
    const unavailable = auditUnavailable()
    const { retryAfterSeconds } = unavailable.extensions
    response.http.status = 503
    response.http.headers.set('retry-after', String(retryAfterSeconds))
    response.body.singleResult = {
      errors: [maskError(unavailable)],
      extensions: { requestId: state.id },
    }
  }
}
