import { resolve } from 'node:path'
import type { Command } from './command.ts'

export const backupVerify: Command = Object.freeze<Command>({
  name: 'backup verify',
  line: 'Read a backup against its manifest, offline: every table whole and unaltered.',
  words: ['FOLDER'],
  options: {},
  run: async ({ words, print }) => {
    const [folder = ''] = words
    const { verifyBackup } = await import('../backup/read-backup.ts')
    const { at, tables } = await verifyBackup(resolve(folder))
    for (const { schema, table, rows } of tables) print(`${schema}.${table}  ${rows} rows`)
    print(`whole, as of ${at}`)
    return 0
  },
})
