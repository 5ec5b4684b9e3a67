import { mintPersonaToken, personaTokenSeconds } from '../auth/mint-persona-token.ts'
import { type Role, roles } from '../auth/role.ts'
import { openSigningKey } from '../auth/signing-key.ts'
import type { DevIssuer } from '../gateway/http/dev-issuer.ts'
import { personaCodes } from './persona-codes.ts'
import type { Settings } from './settings.ts'

/** Where the development issuer answers while no OIDC_ISSUER is set. */
export function developmentIssuerUrl({ port }: Pick<Settings, 'port'>): string {
  return `http://localhost:${port}/dev/oidc`
}

/**
 * A persona's access token, signed with the development issuer's key and bound to a purpose where one is
 * given, of an agency of its own where one is; undefined for an unknown name.
 */
export async function personaToken(
  settings: Settings,
  name: string,
  purpose?: string,
  agency?: string,
): Promise<string | undefined> {
  const persona = roles.find((role): role is Role => role === name)
  if (persona === undefined) return undefined
  const key = await openSigningKey(settings.issuerKeyFile)
  const order = {
    persona,
    codes: personaCodes,
    issuer: developmentIssuerUrl(settings),
    audience: settings.oidcAudience,
    ...(purpose === undefined ? {} : { purpose }),
    ...(agency === undefined ? {} : { agency }),
  }
  return await mintPersonaToken(key, order, new Date())
}

/** The issuer inside the gateway's process: its keys, and tokens for personas. */
export async function developmentIssuer(settings: Settings): Promise<DevIssuer> {
  const { jwks } = await openSigningKey(settings.issuerKeyFile)
  return {
    jwks,
    mint: async (name) => {
      const token = await personaToken(settings, name)
      return token === undefined ? undefined : { token, expiresInSeconds: personaTokenSeconds }
    },
  }
}
