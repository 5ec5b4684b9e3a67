import { randomUUID } from 'node:crypto'
import { type ApolloServer, HeaderMap } from '@apollo/server'
import type { Caller } from '../auth/caller.ts'
import type { Purpose } from '../auth/purpose.ts'
import { CodedError } from '../schema/errors.ts'
import { openTrail } from './audit/trail.ts'
import type { GatewayContext } from './context.ts'
import { maskError } from './errors.ts'
import { openDeadline } from './execution/deadline.ts'
import { identityOf } from './identity-of.ts'
import type { House } from './pipeline.ts'
import { requestState } from './request-state.ts'

export interface InsideQuestion {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
  /** Undefined: none is named. */
  readonly purpose?: Purpose | undefined
}

/** Asks as a caller who is not there; answers the body of the answer, as `/graphql` would. Never throws. */
export type AskInside = (caller: Caller, question: InsideQuestion) => Promise<string>

const headers = [['content-type', 'application/json']] as const

/**
 * Opens the way for requests of the gateway's own: stages 5 to 14 of the pipeline, with the caller's rights, limits,
 * counts and audit. What comes before them is of HTTP, and of tokens.
 */
export function openInside(
  { lifecycle, audit, consumers, deadlineMs, log }: House,
  apollo: ApolloServer<GatewayContext>,
): AskInside {
  return async (caller, { query, operationName, variables, purpose }) => {
    // Read as from HTTP, where nothing is undefined.
    const question = { query, variables, ...(operationName === undefined ? {} : { operationName }) }
    const state = requestState({
      id: randomUUID(),
      deadline: openDeadline(deadlineMs),
      lease: lifecycle.lease(),
      identity: identityOf(caller, purpose),
      purpose,
      misnamed: undefined,
      trail: audit && openTrail(audit),
      telemetry: undefined,
      use: consumers?.use,
      exported: undefined,
      // Runs are bounded by the scheduler; nobody is there who could wait.
      allowance: undefined,
    })
    try {
      const { body } = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: 'POST',
          headers: new HeaderMap(headers),
          search: '',
          body: question,
        },
        context: async () => ({ state }),
      })
      if (state.answered && body.kind === 'complete')
        return body.string === '' ? (state.answer?.body?.toString() ?? '') : body.string
    } catch (error) {
      log.error({ requestId: state.id, err: error }, 'the gateway failed')
    } finally {
      state.deadline.close()
      state.lease.release()
    }
    const failed = maskError(new CodedError('INTERNAL_SERVER_ERROR'))
    await state.trail?.answered(state, { status: 500, errors: [failed] }).catch(() => undefined)
    return JSON.stringify({ errors: [failed], extensions: { requestId: state.id } })
  }
}
