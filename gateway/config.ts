import type { JSONWebKeySet } from 'jose'
import type { Logger } from 'pino'
import type { PersonKeys } from '../auth/person-keys.ts'
import type { SigningKey } from '../auth/signing-key.ts'
import type { WatchedCertificate } from '../auth/watched-certificate.ts'
import type { PublishedSubgraph } from '../schema/registry/published-subgraph.ts'
import type { BreakerLimits } from './execution/breaker.ts'
import type { ConsolePage } from './http/console-page.ts'
import type { DevIssuer } from './http/dev-issuer-parts.ts'
import type { ExportLimits } from './export/export-limits.ts'
import type { Limits } from './limits/limits.ts'
import type { LiveLimits } from './live/live-readers.ts'
import type { PlanningLimits } from './planning/planning.ts'
import type { RatesConfig } from './rates/rates.ts'
import type { Scenario } from './scenarios/scenario.ts'
import type { UseSenderOptions } from './use/use-sender.ts'
import type { SessionConfig } from './session/sessions.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { SeedReport } from './reports/seed-reports.ts'

/** How callers prove who they are, and with which key the gateway speaks for them to ministries. */
export interface GuardedAccess {
  /** The `iss` of access tokens; its discovery document is read unless a development issuer is given. */
  readonly issuer: string
  /** The `aud` that an access token must name. */
  readonly audience: string
  /** Signs the short tokens that ministries accept. */
  readonly gatewayKey: SigningKey
  /** An issuer inside this process, for development alone; needs a loopback host. */
  readonly devIssuer?: DevIssuer
}

/** Where and how the gateway records what it is asked. */
export interface AuditConfig {
  /** PostgreSQL, as a role that may insert and nothing else. */
  readonly databaseUrl: string
  /** Names this gateway in the journal; its next start links to its last record. */
  readonly gatewayName: string
  /** Signs checkpoints. */
  readonly key: SigningKey
  /** Hash personal numbers and variables. */
  readonly personKeys: PersonKeys
  /** Milliseconds that a request waits for a record; then AUDIT_UNAVAILABLE. */
  readonly waitMs: number
  /** Records that wait at most; further requests are AUDIT_UNAVAILABLE at once. */
  readonly maxWaiting: number
  /** Records, and milliseconds, between two checkpoints, at most. */
  readonly checkpointRecords: number
  readonly checkpointMs: number
}

/** Where a gateway keeps what it knows of those who ask it. */
export type ConsumersConfig = {
  /** Milliseconds between two writes of the counts of use. */
  readonly useIntervalMs: number
} & (
  | {
      /** PostgreSQL of the registry, as registry_writer. */
      readonly databaseUrl: string
      /** Applications that may ask registered documents alone; `*` is every application. */
      readonly trustedOnly: readonly string[]
    }
  | {
      /** A registry elsewhere, which counts are sent to. */
      readonly registry: UseSenderOptions
    }
)

/** Saved reports, and the runs of those that are scheduled. */
export interface ReportsConfig {
  /** PostgreSQL of the registry, as registry_writer. */
  readonly databaseUrl: string
  /** Saved at the start where they are missing. */
  readonly seed: readonly SeedReport[]
  /** Milliseconds between two looks for what is due. */
  readonly pollMs: number
  /** Runs of one report that are kept, and bytes of a result, at most. */
  readonly maxRuns: number
  readonly maxRunBytes: number
}

/** The registry of schemas in this process, served under `/registry`. */
export interface RegistryConfig {
  /** PostgreSQL, as a role that may read and insert and nothing else. */
  readonly databaseUrl: string
  /** Signs supergraphs. */
  readonly key: SigningKey
  /** Read supergraphs with this as their bearer token, beside operators; undefined: operators alone. */
  readonly followerToken: string | undefined
  /** Gateways elsewhere hand in their counts of use with this as their bearer token; undefined: none do. */
  readonly useToken?: string | undefined
  /** Whether a second person lets a version of the subgraph go live. */
  readonly needsApproval: (subgraph: string) => boolean
  /** Days of use that a change is judged by. */
  readonly useDays: number
  /** Published at the start where nobody published another: what this house brings along. */
  readonly seed: readonly PublishedSubgraph[]
}

/** Which registry a gateway follows. */
export interface FollowConfig {
  /** Its address with path: `https://registry.internal/registry`; undefined: the one in this process. */
  readonly url: string | undefined
  /** Presented to it. */
  readonly token: string | undefined
  /** Public keys of which one must have signed a supergraph. */
  readonly keys: JSONWebKeySet
  /** Milliseconds between two looks. */
  readonly intervalMs: number
  /** Folder of the last good copies. */
  readonly copyFolder: string
  /** Variants that are served beside the whole one, each under `/graphql/NAME`. */
  readonly contracts: readonly string[]
}

/** Everything that a gateway needs to know. Frozen data: nothing in gateway/ reads the environment. */
export interface GatewayConfig {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** A Federation 2 supergraph; read again when its content changes. Not read when a registry is followed. */
  readonly supergraphFile: string
  readonly registry?: RegistryConfig
  readonly follow?: FollowConfig
  /** Whether a ministry is asked at an address that a registry names. Every one, when absent. */
  readonly mayAsk?: (ministry: string, url: string) => boolean
  /** Addresses that replace those written in the supergraph, by the ministry's name. */
  readonly ministryUrls: Readonly<Record<string, string>>
  /** `open` = no authorisation at all; refused unless the host is a loopback. */
  readonly access: GuardedAccess | 'open'
  /** Signing in by the browser; absent where nobody does. */
  readonly session?: SessionConfig
  /** The page for browsers; absent where none is served. */
  readonly page?: ConsolePage
  /** The audit journal; `off` when the gateway runs open, and for the comparison of a bench. */
  readonly audit: AuditConfig | 'off'
  /** Counts of use and registered documents; absent where there are none. */
  readonly consumers?: ConsumersConfig
  /** Saved reports; absent where there is no registry's database. */
  readonly reports?: ReportsConfig
  /** Sets of questions for emergencies; absent where there are none. They take callers and a journal. */
  readonly scenarios?: readonly Scenario[]
  /** Dashboards that are told of new observations of indicators; absent where none are. */
  readonly live?: LiveLimits & {
    /** Milliseconds between two looks for what is new. */
    readonly pollMs: number
  }
  /** Whether the schemas of the registered roles are made before they are asked for, in idle time. */
  readonly warm?: boolean
  readonly limits: Limits
  /** What callers may take in a minute and on a day; absent where nothing of it is limited. */
  readonly rates?: RatesConfig
  /** Requests for data that are under way at once, at most; more are OVERLOADED. */
  readonly requestsAtOnce: number
  /** Milliseconds that one waits until it is let in, at most; 0: who cannot be let in at once is OVERLOADED. */
  readonly admissionWaitMs: number
  /** Proxies whose X-Forwarded-For is believed; nobody's, when absent. */
  readonly trustedProxies?: readonly string[]
  /** What files of `POST /export` may take; where it is absent none are made. */
  readonly exports?: ExportLimits
  readonly planning: PlanningLimits
  /** Milliseconds from a request's arrival to its answer. */
  readonly deadlineMs: number
  /** Shown to ministries over https, and whom of them to believe; the system's authorities and none shown, when absent. */
  readonly certificate?: WatchedCertificate
  /** Connections kept to each ministry, at most. */
  readonly ministryConnections: number
  /** Requests to one ministry that are under way or wait for a connection, at most; more fail at once. */
  readonly maxMinistryRequests: number
  /** When a ministry that cannot be reached is left alone; never, when absent. */
  readonly breaker?: BreakerLimits
  /** Of a hundred requests to a ministry so many may be sent again when they did not reach it; none, when absent. */
  readonly retryPercent?: number
  /** How old a catalogue's answer may be that is given while its ministry is away, milliseconds; none, when absent or 0. */
  readonly staleCatalogueMs?: number
  /** Bytes of one ministry's answer, at most. */
  readonly maxAnswerBytes: number
  /** Identical work in flight is done once; a bench turns it off to compare. */
  readonly sharing?: boolean
  /** Metrics and traces; absent where nobody listens. */
  readonly telemetry?: Telemetry
  readonly log: Logger
}
