import type { FastifyInstance } from 'fastify'
import { openAudit } from './audit/open-audit.ts'
import type { TrailParts } from './audit/trail.ts'
import { openTokenVerifier, type VerifyCaller } from '../auth/verify-caller.ts'
import { openApollo } from './apollo.ts'
import { type AskInside, openInside } from './ask-inside.ts'
import type { GatewayConfig, GuardedAccess } from './config.ts'
import { openConsumers } from './consumers.ts'
import { mintWith } from './execution/mint-with.ts'
import { admit } from './http/admission.ts'
import { type Admission, openAdmission } from './http/admission-door.ts'
import { type MinistryParts, openMinistryParts } from './execution/ministry-parts.ts'
import { openApp } from './http/app.ts'
import { serveBrowser } from './http/browser.ts'
import { serveChanges } from './http/changes.ts'
import { serveData } from './http/data.ts'
import { serveDataDescription } from './http/data-description.ts'
import { dataRoute } from './http/data-path.ts'
import { drained, unusedConnections } from './http/drain.ts'
import { serveEstimate } from './http/estimate.ts'
import { exportPath, serveExport } from './http/export.ts'
import { serveKeys } from './http/keys.ts'
import { serveGraphql } from './http/graphql.ts'
import { limitAddresses } from './http/limit-addresses.ts'
import { serveHealth } from './http/health.ts'
import { serveMeExport } from './http/me-export.ts'
import { type Leaving, openLeaving } from './http/leaving.ts'
import { serveMinistries } from './http/ministries.ts'
import { serveRegistry } from './http/registry.ts'
import { countUnknownCallers } from './http/unknown-callers.ts'
import { runRoute } from './http/scenarios.ts'
import { serveSchemaDownload } from './http/schema-download.ts'
import { countTraffic, measureHttp, serveState } from './http/state.ts'
import { serveTrustedDocuments } from './http/trusted-documents.ts'
import { openExportHouse } from './export/begin-export.ts'
import type { House } from './begin-request.ts'
import { endAll } from './end-all.ts'
import { type ExportInside, openInsideExport } from './export-inside.ts'
import { addressedArrivals, arrivals, pageArrivals } from './pipeline.ts'
import { ownOf } from './own-of.ts'
import { openPlanning, type Planning } from './planning/planning.ts'
import { openRegistryService, type RegistryService } from './registry/registry-service.ts'
import { type EventLoop, openEventLoop } from './state/event-loop.ts'
import { type StateParts, gatewayState } from './state/gateway-state.ts'
import { countedCallers, openRates, type Rates } from './rates/rates.ts'
import { openTraffic, type Traffic } from './state/traffic.ts'
import { observeGateway } from './telemetry/gateway-gauges.ts'
import { type BeginTelemetry, requestTelemetry } from './telemetry/request-telemetry.ts'
import { expectSafe } from './expect-safe.ts'
import { serveIndicators } from './serve-live.ts'
import { serveHouseScenarios } from './serve-scenarios.ts'
import { serveSaved } from './serve-saved.ts'
import { type WatchedCallers, watchedCallers } from './watched-callers.ts'
import { type Endpoint, openEndpoints } from './supergraph/endpoints.ts'
import { startLoading } from './supergraph/loading.ts'

/** A gateway that listens. */
export interface Gateway {
  /** Where it listens, without a path. */
  readonly url: string
  /** From now on `/ready` says no, and answers ask for new connections; everything is still answered. */
  readonly leave: () => void
  /** Asks the whole supergraph as a caller who is not there, recorded and limited like any. */
  readonly ask: AskInside
  /** Makes a file for a caller who is not there; undefined where no files are made. */
  readonly exportFile: ExportInside | undefined
  /** Stops listening, lets requests in flight end (their deadline bounds it), then frees everything. */
  close(): Promise<void>
}

/** Milliseconds that who reads an answer may pause. */
const unreadMs = 30_000
/** Milliseconds that requests in flight get beyond their deadline when the gateway closes. */
const drainSlackMs = 1000

/**
 * Opens a gateway: loads the supergraph, then listens. Throws an Error that says what is wrong with the
 * configuration or the supergraph.
 */
export async function openGateway(config: GatewayConfig): Promise<Gateway> {
  expectSafe(config)
  startLoading()
  const { log, deadlineMs, limits } = config
  const opened: (() => Promise<void>)[] = []
  const close = (): Promise<void> => endAll(opened)
  try {
    const parts = await openParts(config, opened)
    const { trustedProxies = [] } = config
    const app = openApp({ maxBodyBytes: limits.maxBodyBytes, trustedProxies, log })
    const leaving = openLeaving(app)
    const paths = new Set([...parts.endpoints.map(({ path }) => path), dataRoute])
    const files = new Set([exportPath])
    admit(app, {
      admission: parts.admission,
      paths: new Set([...paths, ...files, runRoute]),
      files,
      maxArrivingBytes: config.requestsAtOnce * limits.maxBodyBytes,
      unreadMs,
      log,
    })
    if (config.access !== 'open') countUnknownCallers(app, log)
    measureHttp(app, parts.meters)
    if (parts.rates) limitAddresses(app, parts.rates)
    countTraffic(app, paths, parts.traffic)
    serveBrowser(app, config, parts)
    let ask: AskInside | undefined
    let exportInside: ExportInside | undefined
    for (const { path, lifecycle } of parts.endpoints) {
      const apollo = await openApollo(lifecycle, log)
      opened.push(() => apollo.stop())
      // A request for data takes from the rates itself (pipeline.ts); at every other door the verifier does.
      const house = { ...parts, verifyCaller: parts.verifyUncounted, lifecycle, deadlineMs, log }
      serveGraphql(app, path, apollo, arrivals(house))
      if (lifecycle !== parts.endpoints[0]?.lifecycle) continue
      const counted = { ...house, verifyCaller: parts.verifyCaller }
      ask = openInside(counted, apollo)
      await serveSaved(app, config, { house: counted, ask, onCaller: parts.onCaller }, opened)
      const verifyAgain = parts.verifyUncounted
      serveIndicators(app, config, { house: counted, verifyAgain, ask, apollo }, opened)
      exportInside = serveForms(app, config, house, apollo)
      const { verifyCaller } = parts
      serveHouseScenarios(app, config, { house, verifyCaller, apollo }, opened)
    }
    const unused = unusedConnections(app)
    opened.push(() => drained(app, unused, deadlineMs + drainSlackMs))
    serveBeside(app, config, { ...parts, leaving })
    serveWatchers(app, config, parts)
    opened.push(observeGateway(config.telemetry?.metrics, stateParts(config, parts)))
    const url = await app.listen({ host: config.host, port: config.port })
    if (ask === undefined) throw new Error('expected the whole supergraph among the endpoints')
    return Object.freeze({ url, leave: leaving.begin, ask, exportFile: exportInside, close })
  } catch (error) {
    // What stopped the start is told, and not what followed of it.
    await close().catch(() => undefined)
    throw error
  }
}

interface Parts extends MinistryParts {
  readonly verifyCaller: VerifyCaller | undefined
  /** Verifies, and takes nothing from the caller's rates. */
  readonly verifyUncounted: VerifyCaller | undefined
  readonly rates: Rates | undefined
  readonly onCaller: WatchedCallers['onCaller'] | undefined
  readonly audit: TrailParts | undefined
  readonly consumers: ReturnType<typeof openConsumers> | undefined
  readonly registry: RegistryService | undefined
  /** The whole supergraph's first. */
  readonly endpoints: readonly Endpoint[]
  readonly planning: Planning
  readonly loop: EventLoop
  readonly admission: Admission
  readonly telemetry: BeginTelemetry | undefined
  /** GraphQL requests of all endpoints. */
  readonly traffic: Traffic
}

/** The same data in other forms: registered documents over plain HTTP, and files. */
function serveForms(
  app: FastifyInstance,
  { exports: limits, log }: GatewayConfig,
  house: House & Pick<Parts, 'meters'>,
  apollo: Awaited<ReturnType<typeof openApollo>>,
): ExportInside | undefined {
  if (house.consumers?.trusted && house.verifyCaller)
    serveData(app, apollo, addressedArrivals(house))
  if (!limits) return undefined
  const { meters } = house
  const files = openExportHouse(apollo, limits)
  serveExport(app, { house: files, arrive: pageArrivals(house) }, { log, meters })
  return openInsideExport(house, files)
}

interface Leavers {
  readonly leaving: Leaving
}

/** Opens what answers are made with; whatever was opened is told to `opened`, also when a later part fails. */
async function openParts(config: GatewayConfig, opened: (() => Promise<void>)[]): Promise<Parts> {
  const { access, log } = config
  const callers = await openCallers(config, opened)
  const ministries = openMinistryParts(config)
  opened.push(() => ministries.pools.close())
  const loop = openEventLoop()
  opened.push(async () => loop.close())

  const audit =
    config.audit === 'off' ? undefined : await openAudit(config.audit, log, ministries.meters)
  if (audit) opened.push(() => audit.journal.close())

  const consumers = config.consumers && openConsumers(config.consumers, ownOf(config), log)
  if (consumers) opened.push(() => consumers.close())

  const registry = await registryOf(config)
  if (registry) opened.push(() => registry.close())

  const mint = access === 'open' ? undefined : mintWith(access.gatewayKey)
  const planning = openPlanning(config.planning, ministries.meters?.planned)
  opened.push(() => planning.close())

  const generationParts = { config, ...ministries, mint, planning }
  const endpoints = await openEndpoints(generationParts, registry?.feed)
  for (const endpoint of endpoints) opened.push(() => endpoint.close())
  return {
    ...callers,
    audit,
    consumers,
    registry,
    endpoints,
    ...ministries,
    planning,
    loop,
    admission: openAdmission({ most: config.requestsAtOnce, waitMs: config.admissionWaitMs, loop }),
    telemetry: requestTelemetry(config.telemetry ?? {}, ministries.meters),
    traffic: openTraffic(),
  }
}

/** Everything but GraphQL. */
function serveBeside(
  app: FastifyInstance,
  { access, registry: config, limits, log }: GatewayConfig,
  { verifyCaller, rates, audit, consumers, registry: service, endpoints, leaving }: Parts & Leavers,
): void {
  const [whole] = endpoints
  if (whole === undefined) return
  const { lifecycle } = whole
  if (access !== 'open') serveMeExport(app, lifecycle)
  serveSchemaDownload(app, lifecycle, verifyCaller)
  serveEstimate(app, lifecycle, verifyCaller, rates)
  const trusted = consumers?.trusted
  serveDataDescription(app, { lifecycle, trusted, verifyCaller, access })
  serveTrustedDocuments(app, { trusted, verifyCaller, limits, log })
  serveHealth(app, lifecycle, audit?.journal, leaving)
  serveKeys(app, access)
  if (!service || !config || !verifyCaller) return
  serveRegistry(app, { service, config, verifyCaller, log })
  serveChanges(app, { service, verifyCaller, log })
}

/** What the state of this gateway is taken from. */
function stateParts(config: GatewayConfig, parts: Parts): StateParts {
  const { deadlineMs, requestsAtOnce, ministryConnections, maxMinistryRequests } = config
  const bounds = { deadlineMs, requestsAtOnce, ministryConnections, maxMinistryRequests }
  const limits = { ...config.limits, ...bounds }
  return { ...parts, journal: parts.audit?.journal, limits }
}

/** How this gateway does, and each ministry, for those who run them. */
function serveWatchers(app: FastifyInstance, config: GatewayConfig, parts: Parts): void {
  const { verifyCaller, registry, endpoints } = parts
  const { log } = config
  const [whole] = endpoints
  if (whole === undefined || verifyCaller === undefined) return
  const take = () => gatewayState(stateParts(config, parts))
  serveState(app, { take, verifyCaller, log })
  const { lifecycle } = whole
  serveMinistries(app, { lifecycle, state: parts, store: registry?.store, verifyCaller, log })
}

/** Who comes in, and what they may take. */
async function openCallers(
  { access, rates: limited, log }: GatewayConfig,
  opened: (() => Promise<void>)[],
): Promise<Pick<Parts, 'verifyCaller' | 'verifyUncounted' | 'rates' | 'onCaller'>> {
  const { verifyCaller: verifyUncounted, onCaller } = await callersOf(access)
  const rates = limited && openRates(limited, log)
  if (rates) opened.push(async () => rates.close())
  const verifyCaller = rates && verifyUncounted && countedCallers(verifyUncounted, rates)
  return { verifyUncounted, verifyCaller: verifyCaller ?? verifyUncounted, rates, onCaller }
}

async function registryOf({
  registry,
  mayAsk = () => true,
  log,
}: GatewayConfig): Promise<RegistryService | undefined> {
  return registry && (await openRegistryService(registry, mayAsk, log))
}

/** Who comes in, verified; nobody is where the gateway runs open. */
async function callersOf(
  access: GatewayConfig['access'],
): Promise<Pick<Parts, 'verifyCaller' | 'onCaller'>> {
  if (access === 'open') return { verifyCaller: undefined, onCaller: undefined }
  return watchedCallers(await verifierOf(access))
}

async function verifierOf({ issuer, audience, devIssuer }: GuardedAccess): Promise<VerifyCaller> {
  const own = devIssuer ? { jwks: devIssuer.jwks } : {}
  return await openTokenVerifier({ issuer, audience, ...own })
}
