import { resolve } from 'node:path'
import type { JSONWebKeySet } from 'jose'
import type { Call, Command } from './command.ts'
import { ownerOption, ownerUrl } from './owner-url.ts'

export const backupRestore: Command = Object.freeze<Command>({
  name: 'backup restore',
  line: 'Put a backup into a database whose tables are empty or missing, all or nothing, and verify the journal in it.',
  words: ['FOLDER'],
  options: {
    database: ownerOption('PostgreSQL to restore into, as its owner'),
    keys: {
      value: 'FILE',
      what: 'the public keys (audit key) that the journal was signed with; otherwise the key of this machine',
    },
  },
  run: async (call) => {
    const url = ownerUrl(call)
    const [word = ''] = call.words
    const folder = resolve(word)
    const [{ restoreBackup }, { readManifest }, { auditPublicKeys }] = await Promise.all([
      import('../backup/restore-backup.ts'),
      import('../backup/read-backup.ts'),
      import('./audit-public-keys.ts'),
    ])
    const holdsJournal = (await readManifest(folder)).tables.some(
      ({ schema, rows }) => schema === 'audit' && rows > 0,
    )
    // Told before anything is done.
    const keys = holdsJournal
      ? await auditPublicKeys(call.settings, call.values['keys'])
      : undefined
    const { at, tables } = await restoreBackup(url, folder)
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    call.print(`${rows} rows of ${tables.length} tables restored, as of ${at}`)
    return keys === undefined ? 0 : await verified(call, url, keys)
  },
})

async function verified({ print }: Call, databaseUrl: string, keys: JSONWebKeySet) {
  const [{ exportJournal }, { verifyExport }] = await Promise.all([
    import('../../gateway/audit/export.ts'),
    import('../../gateway/audit/verify.ts'),
  ])
  async function* chunks() {
    for await (const line of exportJournal({ databaseUrl })) yield Buffer.from(`${line}\n`)
  }
  const { records, chains, problems, problemCount } = await verifyExport({ chunks: chunks(), keys })
  for (const { kind, chain, what } of problems) print(`${kind} (chain ${chain}): ${what}`)
  const found = problemCount === 0 ? 'verified' : `NOT verified: ${problemCount} problems`
  print(`journal: ${records} records in ${chains} chains, ${found}`)
  return problemCount === 0 ? 0 : 1
}
