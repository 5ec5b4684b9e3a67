import type { FastifyInstance } from 'fastify'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import type { GatewayConfig } from '../config.ts'
import type { Rates } from '../rates/rates.ts'
import { openSessions } from '../session/sessions.ts'
import { boundApplications } from '../trusted/bound-applications.ts'
import { serveConsolePage } from './console-page.ts'
import { serveSession } from './session.ts'
import { acceptSessions } from './session-hook.ts'
import { serveWithoutSignIn } from './without-sign-in.ts'

interface BrowserParts {
  readonly verifyCaller: VerifyCaller | undefined
  /** Takes nothing from the caller's rates. */
  readonly verifyUncounted: VerifyCaller | undefined
  readonly rates: Rates | undefined
}

/**
 * What a browser is served: its sessions, which speak for it on every other route, and the page. Comes before the
 * routes that it speaks on.
 */
export function serveBrowser(
  app: FastifyInstance,
  { access, session, page, consumers, log }: GatewayConfig,
  { verifyCaller, verifyUncounted, rates }: BrowserParts,
): void {
  if (access === 'open' || verifyCaller === undefined || verifyUncounted === undefined) return
  if (session === undefined) {
    if (page !== undefined) serveWithoutSignIn(app)
    return
  }
  // Whoever has used up a minute would lose the token that was just given for the old one, and with it the session.
  const sessions = openSessions(session, verifyUncounted)
  acceptSessions(app, sessions)
  const development = access.devIssuer !== undefined
  const only = consumers !== undefined && 'trustedOnly' in consumers ? consumers.trustedOnly : []
  const isBound = boundApplications(only)
  const takeSignIn = async (address: string): Promise<void> =>
    await rates?.takeFrom(address, 'sign-in')
  serveSession(app, { sessions, verifyCaller, takeSignIn, development, isBound, log })
  if (page !== undefined) serveConsolePage(app, page, session.publicUrl)
}
