import { openSigningKey } from '../../auth/signing-key.ts'
import type { Command } from './command.ts'

export const gatewayKey: Command = Object.freeze<Command>({
  name: 'gateway key',
  line: 'Print the public key that the gateway of this machine signs requests to ministries with.',
  words: [],
  options: {},
  run: async ({ settings, print }) => {
    const { jwks } = await openSigningKey(settings.gatewayKeyFile)
    print(JSON.stringify(jwks))
    return 0
  },
})
