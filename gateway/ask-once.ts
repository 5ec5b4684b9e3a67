import type { ApolloServer, GraphQLResponse } from '@apollo/server'
import { CodedError } from '../schema/errors.ts'
import type { GatewayContext, RequestState } from './context.ts'
import { maskError } from './errors.ts'

/** What a request that has arrived asks. */
export interface OnceAsked {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName?: string | undefined
}

/**
 * Asks for a request that has arrived the whole way: the same stages as `/graphql`, through the same Apollo Server. The
 * state is done with afterwards, whatever came of it.
 */
export async function askOnce(
  apollo: ApolloServer<GatewayContext>,
  state: RequestState,
  { query, variables, operationName }: OnceAsked,
): Promise<GraphQLResponse> {
  try {
    return await apollo.executeOperation(
      { query, variables: { ...variables }, ...(operationName ? { operationName } : {}) },
      { contextValue: { state } },
    )
  } finally {
    // Failed on the way: what was recorded as asked gets its outcome.
    if (!state.answered)
      await state.trail
        ?.answered(state, { status: 500, errors: [unfinished] })
        .catch(() => undefined)
    state.deadline.close()
    state.lease.release()
    state.telemetry?.end()
  }
}

/** What is said of a request that failed on the way. */
export const unfinished = maskError(new CodedError('INTERNAL_SERVER_ERROR'))
