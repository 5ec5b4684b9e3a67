import type { ApolloServer } from '@apollo/server'
import type { Caller } from '../auth/caller.ts'
import type { Purpose } from '../auth/purpose.ts'
import { askWhole } from './ask-whole.ts'
import type { House } from './begin-request.ts'
import type { GatewayContext } from './context.ts'
import { insideState } from './inside-state.ts'

export interface InsideQuestion {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
  /** Undefined: none is named. */
  readonly purpose?: Purpose | undefined
}

/** Asks as a caller who is not there; answers the body of the answer, as `/graphql` would. Never throws. */
export type AskInside = (caller: Caller, question: InsideQuestion) => Promise<string>

/**
 * Opens the way for requests of the gateway's own: stages 5 to 14 of the pipeline, with the caller's rights, limits,
 * counts and audit. What comes before them is of HTTP, and of tokens.
 */
export function openInside(house: House, apollo: ApolloServer<GatewayContext>): AskInside {
  const { log } = house
  return async (caller, { query, operationName, variables, purpose }) => {
    const state = insideState(house, { caller, purpose })
    return await askWhole(apollo, state, { query, operationName, variables }, log)
  }
}
