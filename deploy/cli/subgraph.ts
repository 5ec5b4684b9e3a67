import { setTimeout as after } from 'node:timers/promises'
import { publicKeysIn } from '../../auth/key-file.ts'
import type { KeySource } from '../../auth/key-set.ts'
import { subgraphNames } from '../ministry-name.ts'
import { nearestName } from '../nearest-name.ts'
import { openCertificate } from '../open-certificate.ts'
import type { Settings } from '../settings.ts'
import { ministrySetting } from '../setting-table.ts'
import { writerSetting } from '../writer-setting.ts'
import type { MinistryPlace } from '../serve-from-settings.ts'
import type { Ministry } from '../../subgraphs/kit/ministry.ts'
import type { Call, Command } from './command.ts'
import { settingOption, settingOrOption } from './setting-option.ts'
import { stopSignal } from './stop-signal.ts'
import { UsageError } from './usage-error.ts'

export const subgraph: Command = Object.freeze<Command>({
  name: 'subgraph',
  line: `Run one ministry, or the oversight, alone, over its own PostgreSQL: ${subgraphNames.join(', ')}; or any other by its schema.`,
  words: ['[NAME]'],
  options: {
    port: {
      ...settingOption('port'),
      what: "TCP port; otherwise the ministry's own (4001 to 4007), with --sdl 4010",
    },
    sdl: { value: 'FILE', what: 'annotated schema of another ministry; NAME may then be left out' },
    database: { value: 'URL', what: 'with --sdl: its PostgreSQL, as the reader' },
  },
  run: async (call) => {
    const { settings, print, values } = call
    const { signal, stopped } = stopSignal()
    const { ministry, ...place } = await wanted(call)
    const [{ serveFromSettings }, { openLog }, { listeningPort }, { openTelemetry }] =
      await Promise.all([
        import('../serve-from-settings.ts'),
        import('../open-log.ts'),
        import('../listening-port.ts'),
        import('../open-telemetry.ts'),
      ])
    const port = values['port'] === undefined ? ministry.port : settingOrOption(call, 'port')
    const log = openLog(settings)
    const certificate = await openCertificate(settings, log)
    const telling = await openTelemetry(settings)
    try {
      const running = await serveFromSettings(settings, ministry, {
        ...place,
        port: await listeningPort(settings.host, port),
        healthPort: settings.healthPort === 0 ? undefined : settings.healthPort,
        gatewayKeys: await gatewayKeys(settings),
        certificate,
        telemetry: telling.telemetry,
        log,
      })
      print(`${ministry.name}   ${running.url}`)
      if (telling.metricsUrl !== undefined) print(`metrics   ${telling.metricsUrl}`)
      running.fillRollups()
      if (!signal.aborted) await stopped
      running.leave()
      await after(settings.drainMs)
      await running.close()
    } finally {
      certificate?.close()
      await telling.close()
    }
    return 0
  },
})

async function gatewayKeys({ gatewayKeysFile, gatewayJwksUrl }: Settings): Promise<KeySource> {
  if (gatewayKeysFile === undefined) return { jwksUrl: gatewayJwksUrl }
  // Told now, not when the first request comes.
  await publicKeysIn(gatewayKeysFile)
  return { jwksFile: gatewayKeysFile }
}

interface Wanted extends Pick<MinistryPlace, 'databaseUrl' | 'ownerUrl' | 'writerUrl'> {
  readonly ministry: Ministry
}

/** One of this house's by its name and settings, or any by its schema and URL. */
async function wanted(call: Call): Promise<Wanted> {
  const { settings, values, words } = call
  const { sdl, database } = values
  const [word] = words
  if (sdl !== undefined) {
    if (database === undefined || !/^postgres(ql)?:\/\//.test(database))
      throw new UsageError('--database: expected a URL that starts with postgresql://')
    const { foreignMinistry } = await import('../foreign-ministry.ts')
    return { ministry: await foreignMinistry(sdl, word), databaseUrl: database }
  }
  if (database !== undefined) throw new UsageError('--database: expected --sdl with it')
  if (word === undefined) throw new UsageError('missing: NAME, or --sdl')
  const name = ministryOf(word)
  const databaseUrl = settings.databaseUrls[name]
  if (databaseUrl === undefined)
    throw new UsageError(
      `${ministrySetting(name, 'DATABASE_URL')}: expected the reader's PostgreSQL URL, got nothing`,
    )
  const { subgraphs } = await import('../ministries.ts')
  const ministry = subgraphs.find((one) => one.name === name)
  if (ministry === undefined) throw new Error(`no ministry of the name ${name}`)
  const writerUrl = writerSetting(settings, name)
  return { ministry, databaseUrl, ownerUrl: settings.ownerDatabaseUrls[name], writerUrl }
}

function ministryOf(name: string): (typeof subgraphNames)[number] {
  const known = subgraphNames.find((one) => one === name)
  if (known !== undefined) return known
  const near = nearestName(name, subgraphNames)
  const hint =
    near === undefined ? `; expected one of ${subgraphNames.join(', ')}` : `; did you mean ${near}?`
  throw new UsageError(`unknown ministry: ${name}${hint}`)
}
