import { purposesOf } from '../../auth/purpose-table.ts'
import { roles } from '../../auth/role.ts'
import { nearestName } from '../nearest-name.ts'
import type { TokenTerms } from '../development-issuer.ts'
import type { Settings } from '../settings.ts'
import { UsageError } from './usage-error.ts'

/**
 * A persona's access token, bound to a purpose and naming an agency where they are given; wrong use where there is no such persona,
 * the persona may not use the purpose, or there is no development issuer.
 */
export async function tokenOrUsage(
  settings: Settings,
  persona: string,
  terms: Omit<TokenTerms, 'client'> = {},
): Promise<string> {
  if (settings.oidcIssuer !== undefined)
    throw new UsageError(
      `OIDC_ISSUER is set: ask ${settings.oidcIssuer} for tokens; the development issuer is off`,
    )
  const { personaToken } = await import('../development-issuer.ts')
  const minted = await personaToken(settings, persona, terms)
  if (minted !== undefined) {
    if (terms.purpose !== undefined) expectOpen(persona, terms.purpose)
    return minted
  }
  const near = nearestName(persona, roles)
  const hint =
    near === undefined ? `; expected one of ${roles.join(', ')}` : `; did you mean ${near}?`
  throw new UsageError(`unknown persona: ${persona}${hint}`)
}

function expectOpen(persona: string, purpose: string): void {
  const own = purposesOf(roles.filter((role) => role === persona))
  if (own.some(({ id }) => id === purpose)) return
  const open = own.filter(({ classes }) => classes.length > 0).map(({ id }) => id)
  const near = nearestName(purpose, open)
  const expected = open.length === 0 ? 'none: it reads no records of persons' : open.join(', ')
  const hint = near === undefined ? `expected one of ${expected}` : `did you mean ${near}?`
  throw new UsageError(`no purpose of ${persona}: ${purpose}; ${hint}`)
}
