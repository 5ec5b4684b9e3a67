import { once } from 'node:events'
import { openSigningKey } from '../../auth/signing-key.ts'
import { openGateway } from '../../gateway/server.ts'
import type { Cluster } from './cluster.ts'
import { openCluster } from './cluster.ts'
import { ensureData } from '../data/ensure-data.ts'
import type { LoadProgress } from '../data/load-data.ts'
import { committedSupergraph, gatewayConfig } from '../gateway-config.ts'
import { ministries } from '../ministries.ts'
import { openLog } from '../open-log.ts'
import { serveFromSettings } from '../serve-from-settings.ts'
import type { Settings } from '../settings.ts'
import type { MinistryName } from './ministry-name.ts'

export interface StartOptions {
  readonly settings: Settings
  /** One line of progress. */
  readonly print: (line: string) => void
  /** Rows that are being made, on the first start. */
  readonly onProgress: (progress: LoadProgress) => void
  /** Aborted (Ctrl-C) at any time: what was opened is closed, and the call fails. */
  readonly signal: AbortSignal
}

export interface Running {
  /** The gateway's address, without a path. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Brings up everything on this machine: embedded PostgreSQL with synthetic data, the ministries and the
 * gateway. A ministry with a database URL of its own uses that one; with a URL of its own it is not served
 * here at all.
 */
export async function start({
  settings,
  print,
  onProgress,
  signal,
}: StartOptions): Promise<Running> {
  const opened: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const end of opened.splice(0).reverse()) await end()
  }
  try {
    const log = openLog(settings)
    const url = `http://localhost:${settings.port}`
    const local = ministries.filter(({ name }) => settings.ministryUrls[name] === undefined)
    const embedded = local.filter(({ name }) => settings.databaseUrls[name] === undefined)

    const cluster = await openCluster({ directory: settings.dataDir, log: print, url, signal })
    opened.push(() => cluster.stop())
    const filling = ensureData({
      targets: new Map(
        embedded.map(({ name }) => [name, cluster.url({ database: name, role: 'owner' })]),
      ),
      people: settings.people,
      seed: settings.seed,
      dirt: settings.dirt,
      onProgress,
    })
    await unlessAborted(filling, signal)

    const { jwks } = await openSigningKey(settings.gatewayKeyFile)
    const served = await Promise.all(
      local.map(async (ministry) => {
        const databaseUrl = databaseOf(settings, cluster, ministry.name)
        const place = { databaseUrl, port: 0, gatewayKeys: { jwks }, log }
        const one = await serveFromSettings(settings, ministry, place)
        opened.push(() => one.close())
        return [ministry.name, one.url] as const
      }),
    )
    signal.throwIfAborted()
    const config = await gatewayConfig(settings, {
      supergraphFile: committedSupergraph,
      open: false,
      ministryUrls: { ...Object.fromEntries(served), ...settings.ministryUrls },
      log,
    })
    const gateway = await openGateway(config)
    opened.push(() => gateway.close())
    signal.throwIfAborted()
    return { url: gateway.url, close }
  } catch (error) {
    await close()
    throw error
  }
}

function databaseOf(settings: Settings, cluster: Cluster, ministry: MinistryName): string {
  return settings.databaseUrls[ministry] ?? cluster.url({ database: ministry, role: 'reader' })
}

/** Fails as soon as the signal is aborted; whatever the work still needed is then taken from under it. */
async function unlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  work.catch(() => undefined)
  signal.throwIfAborted()
  const settled = new AbortController()
  const aborted = once(signal, 'abort', { signal: settled.signal }).then(() =>
    signal.throwIfAborted(),
  )
  aborted.catch(() => undefined)
  try {
    await Promise.race([work, aborted])
  } finally {
    settled.abort()
  }
}
