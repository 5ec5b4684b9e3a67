import type { Command } from './command.ts'
import { settingOption, settingOrOption } from './setting-option.ts'

export const auditRetain: Command = Object.freeze<Command>({
  name: 'audit retain',
  line: 'Drop the months of the audit journal that policy no longer keeps; the rest can still be verified.',
  words: [],
  options: {
    months: settingOption('auditMonths'),
    keys: {
      value: 'FILE',
      what: 'the public keys that the dropped months were signed with; otherwise the key of this machine',
    },
    database: {
      value: 'URL',
      what: 'PostgreSQL of the journal, as its owner; otherwise the embedded one',
    },
  },
  run: async (call) => {
    const { values, settings, print } = call
    const months = settingOrOption(call, 'auditMonths', 'months')
    const [{ retain }, { openSigningKey }, { auditPublicKeys }, { embeddedDatabase }] =
      await Promise.all([
        import('../../gateway/audit/retain.ts'),
        import('../../auth/signing-key.ts'),
        import('./audit-public-keys.ts'),
        import('./embedded-database.ts'),
      ])
    const keys = await auditPublicKeys(settings, values['keys'])
    const key = await openSigningKey(settings.auditKeyFile)
    const work = (databaseUrl: string) =>
      retain({ databaseUrl, months, key, keys, now: new Date() })
    const database = values['database']
    const { partitions, chains, unreviewed } = await (database === undefined
      ? embeddedDatabase(settings, 'gateway', work)
      : work(database))
    for (const partition of partitions) print(`dropped ${partition}`)
    print(`${partitions.length} partitions dropped, ${chains} chains shortened`)
    if (unreviewed > 0)
      print(`${unreviewed} emergency accesses among them had not been concluded by an inspector`)
    return 0
  },
})
