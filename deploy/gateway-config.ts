import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { openPersonKeys } from '../auth/person-keys.ts'
import { openSigningKey } from '../auth/signing-key.ts'
import type { WatchedCertificate } from '../auth/watched-certificate.ts'
import type { AuditConfig, GatewayConfig } from '../gateway/config.ts'
import { boundedBudgets } from '../gateway/limits/cost-budget.ts'
import type { RatesConfig } from '../gateway/rates/rates.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { ConsolePage } from '../gateway/http/console-page.ts'
import { developmentIssuer, developmentIssuerUrl } from './development-issuer.ts'
import { houseScenarios } from './house-scenarios.ts'
import { registryConfig } from './registry-config.ts'
import { sessionConfig } from './session-config.ts'
import { ratesConfig } from './rates-config.ts'
import type { Settings } from './settings.ts'
import { trustedProxies } from './trusted-proxies.ts'

/** The supergraph of this house, composed and committed. */
export const committedSupergraph = fileURLToPath(
  new URL('../schema/supergraph.graphql', import.meta.url),
)

const hourMs = 3_600_000
/** Between two looks for new observations: on a screen within two seconds. */
const livePollMs = 1000

export interface GatewayChoice {
  /** Served instead of what a registry publishes; undefined: the registry, and without one this house's own. */
  readonly supergraphFile: string | undefined
  /** No authorisation; for remote subgraphs on a developer's machine. */
  readonly open: boolean
  /** The audit journal of the embedded cluster; the setting's own comes first. */
  readonly auditDatabaseUrl?: string
  /** The registry of the embedded cluster; the setting's own comes first. */
  readonly registryDatabaseUrl?: string
  /** Addresses of ministries that replace the supergraph's own. */
  readonly ministryUrls: Readonly<Record<string, string>>
  /** For browsers; none where it is absent. */
  readonly page?: ConsolePage | undefined
  /** Shown to ministries; none where it is absent. */
  readonly certificate?: WatchedCertificate | undefined
  /** Metrics and traces; absent where nobody listens. */
  readonly telemetry?: Telemetry
  readonly log: Logger
}

/** A gateway's configuration from the settings; without OIDC_ISSUER it carries the development issuer. */
export async function gatewayConfig(
  settings: Settings,
  choice: GatewayChoice,
): Promise<GatewayConfig> {
  const { supergraphFile, open, auditDatabaseUrl, ministryUrls, telemetry, log } = choice
  const house =
    supergraphFile === undefined && !open
      ? await houseParts(settings, choice.registryDatabaseUrl)
      : {}
  const { trustedProxies: list } = settings
  const proxies = list === undefined ? undefined : trustedProxies(list)
  return Object.freeze({
    host: settings.host,
    port: settings.port,
    supergraphFile: supergraphFile ?? committedSupergraph,
    ...house,
    ministryUrls,
    access: open ? 'open' : await guardedAccess(settings),
    ...(open ? {} : await sessionConfig(settings)),
    ...(choice.page === undefined ? {} : { page: choice.page }),
    ...(choice.certificate === undefined ? {} : { certificate: choice.certificate }),
    ...(open ? { audit: 'off' as const } : await recordedAccess(settings, auditDatabaseUrl)),
    ...(proxies === undefined ? {} : { trustedProxies: proxies }),
    warm: true,
    limits: {
      maxBodyBytes: settings.maxBodyBytes,
      maxTokens: settings.maxTokens,
      maxDepth: settings.maxDepth,
      maxAliases: settings.maxAliases,
      maxRootFields: settings.maxRootFields,
      costBudgets: boundedBudgets(settings.maxCost),
    },
    exports: {
      rows: settings.exportRows,
      maxBytes: settings.exportBytes,
      atOnce: settings.exportsAtOnce,
      atOnceInAll: settings.exportsAtOnceInAll,
    },
    live: {
      maxReaders: settings.liveReaders,
      maxReadersOfCaller: settings.liveReadersOfCaller,
      pollMs: livePollMs,
    },
    requestsAtOnce: settings.requestsAtOnce,
    admissionWaitMs: settings.admissionWaitMs,
    planning: { planMs: settings.planMs, maxWaiting: 1000, heapMegabytes: 256 },
    deadlineMs: settings.deadlineMs,
    ministryConnections: settings.ministryConnections,
    maxMinistryRequests: settings.maxMinistryRequests,
    breaker: { failures: settings.breakerFailures, pauseMs: settings.breakerPauseMs },
    retryPercent: settings.retryPercent,
    staleCatalogueMs: settings.staleCatalogueHours * hourMs,
    maxAnswerBytes: settings.maxAnswerBytes,
    ...(telemetry === undefined ? {} : { telemetry }),
    log,
  })
}

/** What this house brings along, beside its supergraph. */
async function houseParts(settings: Settings, registryUrl: string | undefined) {
  return { ...(await registryConfig(settings, registryUrl)), scenarios: await houseScenarios() }
}

/** Who asks is recorded, and counted under the same key. */
async function recordedAccess(
  settings: Settings,
  embeddedUrl: string | undefined,
): Promise<{ audit: AuditConfig; rates: RatesConfig }> {
  const audit = await auditConfig(settings, embeddedUrl)
  return { audit, rates: await ratesConfig(settings, audit.personKeys) }
}

async function auditConfig(
  settings: Settings,
  embeddedUrl: string | undefined,
): Promise<AuditConfig> {
  const databaseUrl = settings.gatewayDatabaseUrl ?? embeddedUrl
  if (databaseUrl === undefined)
    throw new Error(
      'GATEWAY_DATABASE_URL is not set, and a gateway that records nothing does not start; ' +
        'expected the audit journal, as its writer (or --open, on the loopback)',
    )
  return {
    databaseUrl,
    gatewayName: settings.gatewayName,
    key: await openSigningKey(settings.auditKeyFile),
    personKeys: await openPersonKeys(settings.personKeyFile),
    waitMs: settings.auditWaitMs,
    maxWaiting: settings.auditMaxWaiting,
    checkpointRecords: settings.auditCheckpointRecords,
    checkpointMs: settings.auditCheckpointMs,
  }
}

async function guardedAccess(settings: Settings): Promise<GatewayConfig['access']> {
  const gatewayKey = await openSigningKey(settings.gatewayKeyFile)
  const { oidcAudience: audience, oidcIssuer: issuer } = settings
  if (issuer !== undefined) return { issuer, audience, gatewayKey }
  return {
    issuer: developmentIssuerUrl(settings),
    audience,
    gatewayKey,
    devIssuer: await developmentIssuer(settings),
  }
}
