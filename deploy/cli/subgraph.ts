import { subgraphNames } from '../ministry-name.ts'
import { nearestName } from '../nearest-name.ts'
import { ministrySetting } from '../setting-table.ts'
import type { Command } from './command.ts'
import { settingOption, settingOrOption } from './setting-option.ts'
import { stopSignal } from './stop-signal.ts'
import { UsageError } from './usage-error.ts'

export const subgraph: Command = Object.freeze<Command>({
  name: 'subgraph',
  line: `Run one ministry, or the oversight, alone, over its own PostgreSQL: ${subgraphNames.join(', ')}.`,
  words: ['NAME'],
  options: {
    port: {
      ...settingOption('port'),
      what: "TCP port; otherwise the ministry's own (4001 to 4006)",
    },
  },
  run: async (call) => {
    const { settings, print, values } = call
    const name = ministryOf(call.words[0] ?? '')
    const databaseUrl = settings.databaseUrls[name]
    if (databaseUrl === undefined)
      throw new UsageError(
        `${ministrySetting(name, 'DATABASE_URL')}: expected the reader's PostgreSQL URL, got nothing`,
      )
    const { signal, stopped } = stopSignal()
    const [{ serveFromSettings }, { subgraphs }, { openLog }, { listeningPort }] =
      await Promise.all([
        import('../serve-from-settings.ts'),
        import('../ministries.ts'),
        import('../open-log.ts'),
        import('../listening-port.ts'),
      ])
    const ministry = subgraphs.find((one) => one.name === name)
    if (ministry === undefined) throw new Error(`no ministry of the name ${name}`)
    const port = values['port'] === undefined ? ministry.port : settingOrOption(call, 'port')
    const running = await serveFromSettings(settings, ministry, {
      databaseUrl,
      ownerUrl: settings.ownerDatabaseUrls[name],
      port: await listeningPort(settings.host, port),
      gatewayKeys: { jwksUrl: settings.gatewayJwksUrl },
      log: openLog(settings),
    })
    print(`${name}   ${running.url}`)
    running.fillRollups()
    if (!signal.aborted) await stopped
    await running.close()
    return 0
  },
})

function ministryOf(name: string): (typeof subgraphNames)[number] {
  const known = subgraphNames.find((one) => one === name)
  if (known !== undefined) return known
  const near = nearestName(name, subgraphNames)
  const hint =
    near === undefined ? `; expected one of ${subgraphNames.join(', ')}` : `; did you mean ${near}?`
  throw new UsageError(`unknown ministry: ${name}${hint}`)
}
