import { mintIdToken } from '../auth/mint-id-token.ts'
import { mintPersonaToken, personaTokenSeconds } from '../auth/mint-persona-token.ts'
import { personaClaims } from '../auth/persona.ts'
import { openSigningKey } from '../auth/signing-key.ts'
import type { DevIssuer } from '../gateway/http/dev-issuer-parts.ts'
import { callbackUrl } from '../gateway/session/provider.ts'
import { agreementCaller, agreementPurpose } from './agreement-caller.ts'
import { personaChoices, personaNamed } from './persona-choices.ts'
import { personaCodes } from './persona-codes.ts'
import { publicUrl } from './public-url.ts'
import type { Settings } from './settings.ts'

/** What the console is called at the development issuer. */
export const developmentClient = 'lien-thong-console'

/** Where the development issuer answers while no OIDC_ISSUER is set. */
export function developmentIssuerUrl({ port }: Pick<Settings, 'port'>): string {
  return `http://localhost:${port}/dev/oidc`
}

/** What a persona's token says beside its role. */
export interface TokenTerms {
  /** The registered purpose that it is bound to. */
  readonly purpose?: string | undefined
  /** The agency in place of the persona's own. */
  readonly agency?: string | undefined
  /** The name in place of the persona's own: a second publisher approves what the first one handed in. */
  readonly subject?: string | undefined
  /** The application that the persona signed in through. */
  readonly client?: string | undefined
}

/**
 * The access token of a persona, by its name (`analyst`, `publisher:land`), signed with the development issuer's key;
 * undefined for an unknown name.
 */
export async function personaToken(
  settings: Settings,
  name: string,
  terms: TokenTerms = {},
): Promise<string | undefined> {
  const named = personaNamed(name)
  if (named === undefined) return undefined
  const key = await openSigningKey(settings.issuerKeyFile)
  const order = {
    ...named,
    codes: personaCodes,
    issuer: developmentIssuerUrl(settings),
    audience: settings.oidcAudience,
    ...Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined)),
  }
  return await mintPersonaToken(key, order, new Date())
}

/**
 * The access token of the service that compares databases. For this machine's own command: the issuer's page and endpoint
 * know personas alone, and give nobody this one.
 */
export async function reconcilerToken(settings: Settings): Promise<string> {
  const key = await openSigningKey(settings.issuerKeyFile)
  const order = {
    persona: 'reconciler' as const,
    codes: personaCodes,
    issuer: developmentIssuerUrl(settings),
    audience: settings.oidcAudience,
    purpose: agreementPurpose,
    client: agreementCaller,
  }
  return await mintPersonaToken(key, order, new Date())
}

/** What a persona is called: the role, of a publisher with the ministry. */
function personaTitle(name: string): string {
  const found = personaChoices.find(({ id }) => id === name)
  if (found === undefined) return name
  return name.includes(':') ? `${found.about.vi}: ${found.title.vi}` : found.title.vi
}

/** The issuer inside the gateway's process: its keys, tokens for personas, and its sign-in page. */
export async function developmentIssuer(settings: Settings): Promise<DevIssuer> {
  const key = await openSigningKey(settings.issuerKeyFile)
  const issuer = developmentIssuerUrl(settings)
  const clientId = developmentClient
  const url = publicUrl(settings)
  return {
    jwks: key.jwks,
    mint: async (name, client) => {
      const token = await personaToken(settings, name, { client })
      return token === undefined ? undefined : { token, expiresInSeconds: personaTokenSeconds }
    },
    signIn: {
      clientId,
      redirectUri: callbackUrl(url),
      afterSignOut: `${url}/`,
      personas: personaChoices,
      idToken: async (name, nonce) => {
        const { persona = 'analyst' } = personaNamed(name) ?? {}
        const { sub: subject } = personaClaims(persona, personaCodes)
        const title = personaTitle(name)
        const order = { issuer, clientId, subject, name: title }
        return await mintIdToken(key, nonce === undefined ? order : { ...order, nonce }, new Date())
      },
    },
  }
}
