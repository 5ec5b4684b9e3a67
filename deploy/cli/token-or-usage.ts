import { roles } from '../../auth/role.ts'
import { nearestName } from '../nearest-name.ts'
import type { Settings } from '../settings.ts'
import { UsageError } from './usage-error.ts'

/** A persona's access token; wrong use where there is no such persona, or no development issuer. */
export async function tokenOrUsage(settings: Settings, persona: string): Promise<string> {
  if (settings.oidcIssuer !== undefined)
    throw new UsageError(
      `OIDC_ISSUER is set: ask ${settings.oidcIssuer} for tokens; the development issuer is off`,
    )
  const { personaToken } = await import('../development-issuer.ts')
  const minted = await personaToken(settings, persona)
  if (minted !== undefined) return minted
  const near = nearestName(persona, roles)
  const hint =
    near === undefined ? `; expected one of ${roles.join(', ')}` : `; did you mean ${near}?`
  throw new UsageError(`unknown persona: ${persona}${hint}`)
}
