import { openSigningKey } from '../../auth/signing-key.ts'
import type { Command } from './command.ts'

export const auditKey: Command = Object.freeze<Command>({
  name: 'audit key',
  line: 'Print the public key that the audit journal of this machine is signed with, for audit verify.',
  words: [],
  options: {},
  run: async ({ settings, print }) => {
    const { jwks } = await openSigningKey(settings.auditKeyFile)
    print(JSON.stringify(jwks))
    return 0
  },
})
