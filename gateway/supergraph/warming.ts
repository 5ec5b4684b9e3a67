import { type GraphQLSchema, specifiedRules, validate } from 'graphql'
import type { Preparation } from '../document/prepared.ts'
import type { Executor } from '../execution/executor.ts'

/** What a generation is warmed with. */
export interface WarmParts {
  readonly schema: GraphQLSchema
  readonly adopt: Preparation['adopt']
  readonly planAhead: Executor['planAhead']
}

/** Milliseconds after which the rest is left to be planned when it is asked for. */
const maxMs = 5000

/**
 * Opens the planning of operations that another generation planned, the most used first, so that their next
 * request does not wait; answers how many. Those that do not fit the schema any more are left out. Never fails.
 */
export function openWarming({
  schema,
  adopt,
  planAhead,
}: WarmParts): (used: ReturnType<Executor['mostUsed']>) => Promise<number> {
  return async (used) => {
    const end = performance.now() + maxMs
    let planned = 0
    for (const { key, uses } of used) {
      if (performance.now() > end) break
      if (validate(schema, key.document, specifiedRules, { maxErrors: 1 }).length > 0) continue
      adopt(key.document)
      // What was used long ago counts for less than what is used now.
      await planAhead(key, Math.floor(uses / 2)).then(
        () => planned++,
        () => undefined,
      )
    }
    return planned
  }
}
