import type { Command } from './command.ts'
import { UsageError } from './usage-error.ts'

export const auditInit: Command = Object.freeze<Command>({
  name: 'audit init',
  line: 'Make the tables and grants of the audit journal in a database of your own; records in it stay.',
  words: [],
  options: {
    database: {
      value: 'URL',
      what: 'PostgreSQL of the journal, as its owner; gateway_writer and oversight_reader must exist',
    },
  },
  run: async ({ values, print }) => {
    const url = values['database']
    if (url === undefined)
      throw new UsageError('--database: expected the URL of the journal’s owner')
    const { ensureJournal } = await import('../../gateway/audit/ensure-journal.ts')
    await ensureJournal(url)
    print('the audit journal is there')
    return 0
  },
})
