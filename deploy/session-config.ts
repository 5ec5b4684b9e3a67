import type { GatewayConfig } from '../gateway/config.ts'
import { openSessionKeys } from '../gateway/session/session-keys.ts'
import { developmentClient, developmentIssuerUrl } from './development-issuer.ts'
import { publicUrl } from './public-url.ts'
import type { Settings } from './settings.ts'

const minuteMs = 60_000
const hourMs = 3_600_000

/** How browsers sign in; nothing where an issuer is set at which the console is not known. */
export async function sessionConfig(settings: Settings): Promise<Pick<GatewayConfig, 'session'>> {
  const { oidcIssuer, oidcClientId } = settings
  if (oidcIssuer !== undefined && oidcClientId === undefined) return {}
  return {
    session: {
      issuer: oidcIssuer ?? developmentIssuerUrl(settings),
      clientId: oidcIssuer === undefined ? developmentClient : (oidcClientId ?? ''),
      clientSecret: oidcIssuer === undefined ? undefined : settings.oidcClientSecret,
      scope: settings.oidcScope,
      publicUrl: publicUrl(settings),
      keys: await openSessionKeys(settings.sessionKeyFile),
      idleMs: settings.sessionIdleMinutes * minuteMs,
      absoluteMs: settings.sessionHours * hourMs,
    },
  }
}
