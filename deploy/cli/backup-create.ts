import { resolve } from 'node:path'
import type { Command } from './command.ts'
import { ownerOption, ownerUrl } from './owner-url.ts'

export const backupCreate: Command = Object.freeze<Command>({
  name: 'backup create',
  line: 'Write journal, registry and reports of a database into a new folder, all of one moment; keys are not among them.',
  words: ['FOLDER'],
  options: { database: ownerOption('PostgreSQL of the journal or the registry, as its owner') },
  run: async (call) => {
    const url = ownerUrl(call)
    const [folder = ''] = call.words
    const { createBackup } = await import('../backup/create-backup.ts')
    const { at, tables } = await createBackup(url, resolve(folder))
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    call.print(`${rows} rows of ${tables.length} tables, as of ${at}`)
    return 0
  },
})
