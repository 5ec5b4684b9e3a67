import type { Command } from './command.ts'
import { ownerOption, ownerUrl } from './owner-url.ts'

export const auditInit: Command = Object.freeze<Command>({
  name: 'audit init',
  line: 'Make the tables and grants of the audit journal in a database of your own; records in it stay.',
  words: [],
  options: {
    database: ownerOption(
      'PostgreSQL of the journal, as its owner; gateway_writer and oversight_reader must exist, oversight_writer where reviews are written',
    ),
  },
  run: async (call) => {
    const url = ownerUrl(call)
    const { ensureJournal } = await import('../../gateway/audit/ensure-journal.ts')
    await ensureJournal(url)
    call.print('the audit journal is there')
    return 0
  },
})
