import { once } from 'node:events'
import { resolve } from 'node:path'
import { openSigningKey } from '../../auth/signing-key.ts'
import { endAll } from '../../gateway/end-all.ts'
import { openGateway } from '../../gateway/server.ts'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import { ensureRegistry } from '../../gateway/registry/ensure-registry.ts'
import { ensureData } from '../data/ensure-data.ts'
import type { LoadProgress } from '../data/load-data.ts'
import { gatewayConfig } from '../gateway-config.ts'
import { listeningPort } from '../listening-port.ts'
import { ministries, subgraphs } from '../ministries.ts'
import type { SubgraphName } from '../ministry-name.ts'
import { openCertificate } from '../open-certificate.ts'
import { openLog } from '../open-log.ts'
import { randomSecret } from '../random-secret.ts'
import { asReconciler } from '../agreement-caller.ts'
import { serveFromSettings } from '../serve-from-settings.ts'
import type { Settings } from '../settings.ts'
import { openTelemetry } from '../open-telemetry.ts'
import { writerSetting } from '../writer-setting.ts'
import { ensureIndicators } from '../steering/ensure-indicators.ts'
import { openEvaluation } from '../steering/open-evaluation.ts'
import { openSnapshots } from '../snapshots/open-snapshots.ts'
import { wantedDatasets } from '../snapshots/wanted-datasets.ts'
import { openPage } from '../console/open-page.ts'
import { claim } from './claim.ts'
import { openCluster } from './cluster.ts'

type Close = () => Promise<void>

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
  /** Where metrics are; undefined where there are none. */
  readonly metricsUrl: string | undefined
  readonly close: Close
}

/**
 * Brings up everything on this machine: embedded PostgreSQL with synthetic data, the ministries and the
 * gateway. A ministry with a database URL of its own uses that one; with a URL of its own it is not served
 * here at all. Without any embedded database no PostgreSQL is started.
 */
export async function start(options: StartOptions): Promise<Running> {
  const { signal } = options
  const opened: Close[] = []
  const close = (): Promise<void> => endAll(opened)
  try {
    // A port that is taken is told before a cluster is made, and 0 becomes the port that tokens name.
    const settings = { ...options.settings, port: await gatewayPort(options.settings) }
    const log = openLog(settings, 'warn')
    const datasets = await wantedDatasets(settings)
    const certificate = await openCertificate(settings, log)
    if (certificate) opened.push(async () => certificate.close())
    const telling = await openTelemetry(settings)
    opened.push(() => telling.close())
    const { telemetry, metricsUrl } = telling
    const page = await openPage({ settings, print: options.print, log })
    if (page) opened.push(() => page.close())
    const local = subgraphs.filter(({ name }) => settings.ministryUrls[name] === undefined)
    const databases = await openDatabases({ ...options, settings }, opened)
    const { jwks } = await openSigningKey(settings.gatewayKeyFile)
    const openings = local.map(async (ministry) => {
      const place = {
        ...databases.place(ministry.name),
        referenceUrl: settings.ministryUrls.reference
          ? undefined
          : databases.place('reference').databaseUrl,
        port: 0,
        gatewayKeys: { jwks },
        log,
        telemetry,
      }
      const one = await serveFromSettings(settings, ministry, place)
      opened.push(() => one.close())
      return { name: ministry.name, ...one }
    })
    // All of them, also when one fails: none may open after the others were closed.
    await Promise.allSettled(openings)
    const served = await Promise.all(openings)
    signal.throwIfAborted()
    const config = await gatewayConfig(settings, {
      supergraphFile: undefined,
      open: false,
      ...(databases.journal === undefined ? {} : { auditDatabaseUrl: databases.journal }),
      ...(databases.registry === undefined ? {} : { registryDatabaseUrl: databases.registry }),
      ministryUrls: {
        ...Object.fromEntries(served.map(({ name, url }) => [name, url])),
        ...settings.ministryUrls,
      },
      page,
      certificate,
      telemetry,
      log,
    })
    const gateway = await openGateway(config)
    opened.push(() => gateway.close())
    signal.throwIfAborted()
    for (const one of served) one.fillRollups(asReconciler(gateway.ask))
    const { ownerUrl } = databases.place('steering')
    const isServed = settings.ministryUrls.steering === undefined
    const officeUrl = isServed ? ownerUrl : settings.ownerDatabaseUrls.steering
    const evaluation = openEvaluation(settings, {
      ownerUrl: officeUrl,
      ask: gateway.ask,
      isEmbedded: databases.isEmbedded,
      log,
    })
    if (evaluation) opened.push(() => evaluation.close())
    const { exportFile } = gateway
    const snapshots = await openSnapshots(settings, {
      datasets,
      ownerUrl: officeUrl,
      exportFile,
      telemetry,
      log,
    })
    if (snapshots) opened.push(() => snapshots.close())
    return { url: gateway.url, metricsUrl, close }
  } catch (error) {
    // What stopped the start is told, and not what followed of it.
    await close().catch(() => undefined)
    throw error
  }
}

async function gatewayPort({ host, port, dataDir }: Settings): Promise<number> {
  try {
    return await listeningPort(host, port)
  } catch (error) {
    // Throws "already running" when that is why the port is taken.
    await (await claim(resolve(dataDir), undefined)).release()
    throw error
  }
}

interface DatabasePlace {
  readonly databaseUrl: string
  readonly ownerUrl: string | undefined
  readonly writerUrl?: string | undefined
}

interface Databases {
  /** The reader's and the owner's URL of a ministry that is served here. */
  readonly place: (ministry: SubgraphName) => DatabasePlace
  /** The writer's URL of the embedded audit journal; undefined when there is one of its own. */
  readonly journal: string | undefined
  /** The embedded registry of schemas; undefined without an embedded database. */
  readonly registry: string | undefined
  /** Whether some ministry has a database of this machine, and with it invented people. */
  readonly isEmbedded: boolean
}

/** Embedded databases are started, made and filled. */
async function openDatabases(
  { settings, print, onProgress, signal }: StartOptions,
  opened: Close[],
): Promise<Databases> {
  const own = (name: SubgraphName): DatabasePlace | undefined => {
    const databaseUrl = settings.databaseUrls[name]
    return databaseUrl === undefined
      ? undefined
      : {
          databaseUrl,
          ownerUrl: settings.ownerDatabaseUrls[name],
          writerUrl: writerSetting(settings, name),
        }
  }
  const embedded = ministries
    .map(({ name }) => name)
    .filter((name) => own(name) === undefined && settings.ministryUrls[name] === undefined)
  const ownJournal = settings.gatewayDatabaseUrl !== undefined
  expectOneJournal(settings)
  if (embedded.length === 0 && ownJournal)
    return {
      place: (name) => own(name) ?? { databaseUrl: '', ownerUrl: undefined },
      journal: undefined,
      registry: undefined,
      isEmbedded: false,
    }
  const url = `http://localhost:${settings.port}`
  const cluster = await openCluster({ directory: settings.dataDir, log: print, url, signal })
  opened.push(() => cluster.stop())
  if (!ownJournal) await ensureJournal(cluster.url({ database: 'gateway', role: 'owner' }))
  if (settings.registryDatabaseUrl === undefined && settings.registryUrl === undefined)
    await ensureRegistry(cluster.url({ database: 'gateway', role: 'owner' }))
  const filling = ensureData({
    targets: new Map(
      embedded.map((name) => [name, cluster.url({ database: name, role: 'owner' })] as const),
    ),
    people: settings.people,
    seed: settings.seed,
    dirt: settings.dirt,
    recordSecret: await randomSecret(settings.recordKeyFile),
    onProgress,
  })
  await unlessAborted(filling, signal)
  if (embedded.includes('steering'))
    await ensureIndicators(cluster.url({ database: 'steering', role: 'owner' }))
  return {
    place: (name) =>
      own(name) ??
      (name === 'oversight'
        ? {
            databaseUrl: cluster.url({ database: 'gateway', role: 'reader' }),
            ownerUrl: undefined,
            writerUrl: cluster.url({ database: 'gateway', role: 'reviews' }),
          }
        : {
            databaseUrl: cluster.url({ database: name, role: 'reader' }),
            ownerUrl: cluster.url({ database: name, role: 'owner' }),
            writerUrl:
              name === 'steering' ? cluster.url({ database: name, role: 'writer' }) : undefined,
          }),
    journal: ownJournal ? undefined : cluster.url({ database: 'gateway', role: 'writer' }),
    registry: cluster.url({ database: 'gateway', role: 'registry' }),
    isEmbedded: embedded.length > 0,
  }
}

/** The gateway writes the journal that the oversight reads. */
function expectOneJournal({ gatewayDatabaseUrl, databaseUrls, ministryUrls }: Settings): void {
  const isRead = databaseUrls.oversight !== undefined || ministryUrls.oversight !== undefined
  if ((gatewayDatabaseUrl !== undefined) === isRead) return
  throw new Error(
    'expected GATEWAY_DATABASE_URL and OVERSIGHT_DATABASE_URL (or OVERSIGHT_URL) together: ' +
      'the one writes the audit journal, the other reads it',
  )
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
