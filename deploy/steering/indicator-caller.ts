import { callerOfClaims } from '../../auth/caller-of-claims.ts'
import { purposeTable } from '../../auth/purpose-table.ts'
import type { AskInside } from '../../gateway/ask-inside.ts'
import type { AskMethod } from './method-answer.ts'

/** What evaluation says that it asks for; it opens no record of a person. */
export const evaluationPurpose = 'indicator-evaluation'
/** Who evaluates, as the audit journal and disclosure control know it. */
export const evaluationCaller = 'lien-thong-indicators'

/** The caller who counts indicators in nobody's presence: an analyst with statistics alone. */
const caller = Object.freeze({
  ...callerOfClaims({
    sub: evaluationCaller,
    client_id: evaluationCaller,
    agency: 'steering',
    roles: ['analyst'],
  }),
  only: 'statistics' as const,
})

/** Asks through this process's own gateway, under the registered purpose, recorded like any caller. */
export function asIndicators(ask: AskInside): AskMethod {
  const purpose = purposeTable.get(evaluationPurpose)
  return async ({ query, variables }) =>
    await ask(caller, { query, variables, operationName: undefined, purpose })
}
