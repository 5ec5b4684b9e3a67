import type { GatewayConfig } from './config.ts'
import { type OwnDocuments, ownDocuments } from './trusted/own-documents.ts'

/** What the page asks of its own accord. */
export function ownOf({
  session,
  reports,
  scenarios = [],
}: GatewayConfig): OwnDocuments | undefined {
  const texts = [...(reports?.seed ?? []), ...scenarios.flatMap(({ steps }) => steps)].map(
    ({ document }) => document,
  )
  return session && ownDocuments(session.clientId, texts)
}
