import { developmentIssuer, developmentIssuerUrl } from '../../deploy/development-issuer.ts'
import { listeningPort } from '../../deploy/listening-port.ts'
import { sessionConfig } from '../../deploy/session-config.ts'
import { readSettings } from '../../deploy/settings.ts'
import { openSigningKey } from '../../auth/signing-key.ts'
import type { GatewayConfig } from '../../gateway/config.ts'
import { signedIn } from './signed-in.ts'
import { type Ground, openSystem } from './system.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** A whole house at which browsers sign in with the development issuer. */
export interface ConsoleSystem extends AsyncDisposable {
  /** The public origin: `http://localhost:PORT`. */
  readonly url: string
  /** An access token of a persona, by the issuer's name for it: `analyst`, `publisher:land`. */
  readonly token: (persona: string) => Promise<string>
  /** The Cookie header of a browser in which a persona is signed in; send `x-console: 1` with it. */
  readonly cookie: (persona: string) => Promise<string>
}

/** Opens a house with sign-in, and with whatever else of its configuration a test wants (`page`, `audit` …). */
export async function openConsoleSystem(
  change: Partial<GatewayConfig> = {},
  ground: Ground = {},
): Promise<ConsoleSystem> {
  const directory = await temporaryDirectory()
  const port = await listeningPort('127.0.0.1', 0)
  const settings = readSettings({ PORT: String(port), LIEN_THONG_DATA_DIR: directory.path })
  const gatewayKey = await openSigningKey(settings.gatewayKeyFile)
  const devIssuer = await developmentIssuer(settings)
  const issuer = developmentIssuerUrl(settings)
  const system = await openSystem(
    {
      port,
      access: { issuer, audience: settings.oidcAudience, gatewayKey, devIssuer },
      ...(await sessionConfig(settings)),
      ...change,
    },
    { ...ground, gatewayKey },
  )
  const url = `http://localhost:${port}`
  return {
    url,
    token: async (persona) => (await devIssuer.mint(persona))?.token ?? '',
    cookie: (persona) => signedIn(url, persona),
    [Symbol.asyncDispose]: async () => {
      await system[Symbol.asyncDispose]()
      await directory[Symbol.asyncDispose]()
    },
  }
}
