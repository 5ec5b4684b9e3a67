import { type MinistryName, ministryNames } from '../ministry-name.ts'
import { randomSecret } from '../random-secret.ts'
import type { Settings } from '../settings.ts'
import type { Call, Command } from './command.ts'
import { progress } from './progress.ts'
import { settingOption, settingOrOption } from './setting-option.ts'
import { stopSignal } from './stop-signal.ts'
import { UsageError } from './usage-error.ts'

export const data: Command = Object.freeze<Command>({
  name: 'data',
  line: 'Fill databases with synthetic people: the embedded ones, or one of your own. Their rows are replaced.',
  words: [],
  options: {
    people: settingOption('people'),
    seed: settingOption('seed'),
    dirt: settingOption('dirt'),
    ministry: { value: 'NAME', what: 'only this ministry' },
    'replace-history': {
      what: 'let observations of indicators go too that were imported or evaluated',
    },
    database: {
      value: 'URL',
      what: "PostgreSQL to fill, as the owner of the ministry's tables; with --ministry otherwise its …_OWNER_DATABASE_URL",
    },
  },
  run: async (call) => {
    const { settings, print } = call
    const size = {
      people: settingOrOption(call, 'people'),
      seed: settingOrOption(call, 'seed'),
      dirt: settingOrOption(call, 'dirt'),
    }
    const place = placeOf(call)
    const { signal, stopped } = stopSignal()
    const recordSecret = await randomSecret(settings.recordKeyFile)
    const begun = performance.now()
    const targets = await openTargets(settings, place, signal).catch((error: unknown) => {
      if (signal.aborted) return undefined
      throw error
    })
    if (targets === undefined) return 130
    const bar = progress('people', 'people')
    const replacesHistory = call.switches.has('replace-history')
    try {
      if (place.ministry === undefined && !replacesHistory) await leaveHistory(targets.urls, print)
      const { loadData } = await import('../data/load-data.ts')
      const loading = loadData({
        ...size,
        recordSecret,
        targets: targets.urls,
        replacesHistory,
        onProgress: (step) => {
          if (step.phase === 'rows') bar.show(step.people, step.of)
        },
      })
      const summary = await Promise.race([loading, stopped])
      bar.end()
      if (summary === undefined) {
        // Its connections go away with the cluster or the process; the databases stay marked unfinished.
        loading.catch(() => undefined)
        print('stopped: what was being filled is unfinished and will be filled anew')
        return 130
      }
      for (const [ministry, { rows }] of summary)
        print(`${ministry.padEnd(12)}${Object.values(rows).reduce((sum, n) => sum + n, 0)} rows`)
      print(`done in ${((performance.now() - begun) / 1000).toFixed(1)} s`)
      return 0
    } finally {
      await targets.close()
    }
  },
})

/** Where all are filled, what was observed stays, and is said to. */
async function leaveHistory(
  urls: Map<MinistryName, string>,
  print: (line: string) => void,
): Promise<void> {
  const ownerUrl = urls.get('steering')
  const { keptHistory } = await import('../steering/kept-history.ts')
  const kept = ownerUrl === undefined ? 0 : await keptHistory(ownerUrl)
  if (kept === 0) return
  urls.delete('steering')
  print(
    `steering    left as it is: ${kept} observations were imported or evaluated (--replace-history makes it anew)`,
  )
}

interface Place {
  readonly ministry?: MinistryName
  readonly database?: string
}

function placeOf({ values, settings }: Call): Place {
  const { ministry: name } = values
  const ministry = ministryNames.find((one) => one === name)
  const own = ministry === undefined ? undefined : settings.ownerDatabaseUrls[ministry]
  const database = values['database'] ?? own
  if (name !== undefined && ministry === undefined)
    throw new UsageError(`--ministry: expected one of ${ministryNames.join(', ')}, got ${name}`)
  if (database === undefined) return ministry === undefined ? {} : { ministry }
  if (ministry === undefined) throw new UsageError('--database: expected --ministry NAME with it')
  if (!/^postgres(ql)?:\/\//.test(database))
    throw new UsageError('--database: expected a URL that starts with postgresql://')
  return { ministry, database }
}

async function openTargets(settings: Settings, { ministry, database }: Place, signal: AbortSignal) {
  if (ministry !== undefined && database !== undefined)
    return { urls: new Map([[ministry, database]]), close: () => Promise.resolve() }
  const { openCluster } = await import('../local/cluster.ts')
  const cluster = await openCluster({ directory: settings.dataDir, log: note, signal })
  const names = ministry === undefined ? ministryNames : [ministry]
  return {
    urls: new Map(names.map((name) => [name, cluster.url({ database: name, role: 'owner' })])),
    close: () => cluster.stop(),
  }
}

function note(line: string): void {
  process.stderr.write(`${line}\n`)
}
