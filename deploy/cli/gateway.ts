import { resolve } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { endAll } from '../../gateway/end-all.ts'
import { listeningPort } from '../listening-port.ts'
import { openCertificate } from '../open-certificate.ts'
import type { Command } from './command.ts'
import { settingOption, settingOrOption } from './setting-option.ts'
import { stopSignal } from './stop-signal.ts'

export const gateway: Command = Object.freeze<Command>({
  name: 'gateway',
  line: 'Run the gateway alone, over ministries that answer elsewhere.',
  words: [],
  options: {
    supergraph: {
      value: 'FILE',
      what: 'a Federation 2 supergraph, read again when it changes; otherwise the registry, or the one of this house',
    },
    open: { what: 'no authorisation at all, for development; on the loopback alone' },
    port: settingOption('port'),
  },
  run: async (call) => {
    const { values, switches, print } = call
    const port = await listeningPort(call.settings.host, settingOrOption(call, 'port'))
    const settings = Object.freeze({ ...call.settings, port })
    const { signal, stopped } = stopSignal()
    const [
      { openGateway },
      { gatewayConfig },
      { openLog },
      { openPage },
      { openTelemetry },
      { openOwnWork },
      { wantedDatasets },
    ] = await Promise.all([
      import('../../gateway/server.ts'),
      import('../gateway-config.ts'),
      import('../open-log.ts'),
      import('../console/open-page.ts'),
      import('../open-telemetry.ts'),
      import('../own-work.ts'),
      import('../snapshots/wanted-datasets.ts'),
    ])
    const file = values['supergraph']
    const log = openLog(settings)
    const open = switches.has('open')
    const opened: (() => Promise<void>)[] = []
    try {
      // A list that is none is told before anything listens.
      const datasets = open ? undefined : await wantedDatasets(settings)
      const telling = await openTelemetry(settings)
      opened.push(() => telling.close())
      const page = open ? undefined : await openPage({ settings, print, log })
      opened.push(async () => await page?.close())
      const certificate = await openCertificate(settings, log)
      opened.push(async () => certificate?.close())
      const config = await gatewayConfig(settings, {
        supergraphFile: file === undefined ? undefined : resolve(file),
        open,
        ministryUrls: settings.ministryUrls,
        page,
        certificate,
        telemetry: telling.telemetry,
        log,
      })
      const running = await openGateway(config)
      opened.push(() => running.close())
      const { telemetry } = telling
      const work = open
        ? undefined
        : await openOwnWork(settings, { gateway: running, datasets, telemetry, log })
      opened.push(async () => await work?.close())
      print(`gateway   ${running.url}/graphql${open ? '  (open: no authorisation)' : ''}`)
      if (telling.metricsUrl !== undefined) print(`metrics   ${telling.metricsUrl}`)
      if (!signal.aborted) await stopped
      await work?.close()
      running.leave()
      await after(settings.drainMs)
    } finally {
      await endAll(opened)
    }
    return 0
  },
})
