import type { ApolloServer, GraphQLResponse } from '@apollo/server'
import type { GraphQLFormattedError } from 'graphql'
import type { GatewayContext, RequestState } from '../context.ts'
import { maskError } from '../errors.ts'
import { CodedError } from '../../schema/errors.ts'

/** A page that was refused or came in part: what `/graphql` would say. */
export class PageRefused extends Error {
  readonly status: number
  readonly errors: readonly GraphQLFormattedError[]

  constructor(status: number, errors: readonly GraphQLFormattedError[]) {
    super(codesOf(errors).join(', '))
    this.name = 'PageRefused'
    this.status = status
    this.errors = errors
  }

  get codes(): readonly string[] {
    return codesOf(this.errors)
  }
}

/** HTTP statuses of a file that cannot be begun, where GraphQL would answer 200 and the rest of the data. */
const statuses: Readonly<Record<string, number>> = {
  MINISTRY_UNAVAILABLE: 502,
  DEADLINE_EXCEEDED: 504,
}

/**
 * Asks one page the whole way of a request: the same stages as `/graphql`, through the same Apollo Server. What it
 * gave is in the state's `exported`. Fails with PageRefused where there is any error: half of a row is no row.
 */
export async function askPage(
  apollo: ApolloServer<GatewayContext>,
  state: RequestState,
  asked: {
    readonly query: string
    readonly variables: Readonly<Record<string, unknown>>
    readonly operationName?: string | undefined
  },
): Promise<void> {
  const { query, variables, operationName } = asked
  try {
    const response = await apollo.executeOperation(
      { query, variables: { ...variables }, ...(operationName ? { operationName } : {}) },
      { contextValue: { state } },
    )
    expectWhole(response)
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

const unfinished = maskError(new CodedError('INTERNAL_SERVER_ERROR'))

function expectWhole({ body, http }: GraphQLResponse): void {
  const errors = body.kind === 'single' ? body.singleResult.errors : [unfinished]
  if (errors === undefined) return
  const status = http.status ?? 500
  const [code = ''] = codesOf(errors)
  throw new PageRefused(status >= 400 ? status : (statuses[code] ?? 502), errors)
}

function codesOf(errors: readonly GraphQLFormattedError[]): readonly string[] {
  return [...new Set(errors.map(({ extensions }) => String(extensions?.['code'])))]
}
