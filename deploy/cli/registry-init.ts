import type { Command } from './command.ts'
import { UsageError } from './usage-error.ts'

export const registryInit: Command = Object.freeze<Command>({
  name: 'registry init',
  line: 'Make the tables and grants of the registry in a database of your own; what was published stays.',
  words: [],
  options: {
    database: {
      value: 'URL',
      what: 'PostgreSQL of the registry, as its owner; registry_writer must exist',
    },
  },
  run: async ({ values, print }) => {
    const url = values['database']
    if (url === undefined)
      throw new UsageError('--database: expected the URL of the registry’s owner')
    const { ensureRegistry } = await import('../../gateway/registry/ensure-registry.ts')
    await ensureRegistry(url)
    print('the registry is there')
    return 0
  },
})
