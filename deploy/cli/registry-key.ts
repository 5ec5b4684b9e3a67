import { openSigningKey } from '../../auth/signing-key.ts'
import type { Command } from './command.ts'

export const registryKey: Command = Object.freeze<Command>({
  name: 'registry key',
  line: 'Print the public key that the registry of this machine signs with, for gateways that follow it.',
  words: [],
  options: {},
  run: async ({ settings, print }) => {
    const { jwks } = await openSigningKey(settings.registryKeyFile)
    print(JSON.stringify(jwks))
    return 0
  },
})
