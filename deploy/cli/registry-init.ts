import type { Command } from './command.ts'
import { ownerOption, ownerUrl } from './owner-url.ts'

export const registryInit: Command = Object.freeze<Command>({
  name: 'registry init',
  line: 'Make the tables and grants of the registry in a database of your own; what was published stays.',
  words: [],
  options: {
    database: ownerOption('PostgreSQL of the registry, as its owner; registry_writer must exist'),
  },
  run: async (call) => {
    const url = ownerUrl(call)
    const { ensureRegistry } = await import('../../gateway/registry/ensure-registry.ts')
    await ensureRegistry(url)
    call.print('the registry is there')
    return 0
  },
})
