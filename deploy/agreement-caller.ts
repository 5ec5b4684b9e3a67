import { callerOfClaims } from '../auth/caller-of-claims.ts'
import { purposeTable } from '../auth/purpose-table.ts'
import type { AskInside } from '../gateway/ask-inside.ts'
import type { AskMethod } from './steering/method-answer.ts'

/** What comparing databases says that it asks for. */
export const agreementPurpose = 'source-agreement'
/** Who compares, as the audit journal knows it. */
export const agreementCaller = 'lien-thong-agreement'

/** The service that compares; its role is told numbers of records and no record. */
const caller = callerOfClaims({
  sub: agreementCaller,
  client_id: agreementCaller,
  roles: ['reconciler'],
})

/** Asks through this process's own gateway, under the registered purpose, recorded like any caller. */
export function asReconciler(ask: AskInside): AskMethod {
  const purpose = purposeTable.get(agreementPurpose)
  return async ({ query, variables }) =>
    await ask(caller, { query, variables, operationName: undefined, purpose })
}
