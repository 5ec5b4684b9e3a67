import { roles } from '../../auth/role.ts'
import { nearestName } from '../nearest-name.ts'
import type { Command } from './command.ts'
import { UsageError } from './usage-error.ts'

export const token: Command = Object.freeze<Command>({
  name: 'token',
  line: `Print an access token of the development issuer, good for 8 hours, for a persona: ${roles.join(', ')}.`,
  words: ['PERSONA'],
  options: {},
  run: async ({ words, settings, print }) => {
    const [persona = ''] = words
    if (settings.oidcIssuer !== undefined)
      throw new UsageError(
        `OIDC_ISSUER is set: ask ${settings.oidcIssuer} for tokens; the development issuer is off`,
      )
    const { personaToken } = await import('../development-issuer.ts')
    const minted = await personaToken(settings, persona)
    if (minted === undefined) {
      const near = nearestName(persona, roles)
      const hint =
        near === undefined ? `; expected one of ${roles.join(', ')}` : `; did you mean ${near}?`
      throw new UsageError(`unknown persona: ${persona}${hint}`)
    }
    print(minted)
    return 0
  },
})
