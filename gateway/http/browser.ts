import type { FastifyInstance } from 'fastify'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import type { GatewayConfig } from '../config.ts'
import { openSessions } from '../session/sessions.ts'
import { serveConsolePage } from './console-page.ts'
import { serveSession } from './session.ts'
import { acceptSessions } from './session-hook.ts'

/**
 * What a browser is served: its sessions, which speak for it on every other route, and the page. Comes before the
 * routes that it speaks on.
 */
export function serveBrowser(
  app: FastifyInstance,
  { access, session, page, log }: GatewayConfig,
  verifyCaller: VerifyCaller | undefined,
): void {
  if (access === 'open' || verifyCaller === undefined || session === undefined) return
  const sessions = openSessions(session, verifyCaller)
  acceptSessions(app, sessions)
  const development = access.devIssuer !== undefined
  serveSession(app, { sessions, verifyCaller, development, log })
  if (page !== undefined) serveConsolePage(app, page, session.publicUrl)
}
