import { setImmediate as nextTurn } from 'node:timers/promises'
import { type GraphQLSchema, specifiedRules, validate } from 'graphql'
import type { Preparation } from '../document/prepared.ts'
import type { Grants } from '../../auth/grants.ts'
import { CodedError } from '../../schema/errors.ts'
import type { Executor } from '../execution/executor.ts'
import type { Access } from './access.ts'

/** What a generation is warmed with. */
export interface WarmParts {
  readonly schema: GraphQLSchema
  readonly access: Pick<Access, 'visible'> | undefined
  readonly adopt: Preparation['adopt']
  readonly planAhead: Executor['planAhead']
}

/** The generation that is in use. */
export interface WarmedFrom {
  readonly access: Pick<Access, 'known'> | undefined
  readonly mostUsed: Executor['mostUsed']
}

/** Operations that are planned before they are asked for, at most. */
const maxWarmed = 500
/** Milliseconds after which the rest is left to be planned when it is asked for. */
const maxMs = 5000

/**
 * Opens the making of what another generation made for its callers, the most used first, so that their next request
 * does not wait; answers how many operations were planned. What does not fit the schema any more is left out. Never fails.
 */
export function openWarming({
  schema,
  access,
  adopt,
  planAhead,
}: WarmParts): (from: WarmedFrom) => Promise<number> {
  return async (from) => {
    const end = performance.now() + maxMs
    for (const grants of from.access?.known() ?? []) {
      makeVisible(access, grants)
      await nextTurn()
    }
    let planned = 0
    for (const { key, uses } of from.mostUsed(maxWarmed)) {
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

function makeVisible(access: WarmParts['access'], grants: Grants): void {
  try {
    access?.visible(grants)
  } catch (error) {
    // Callers who may query nothing of the supergraph have no schema.
    if (!(error instanceof CodedError)) throw error
  }
}
