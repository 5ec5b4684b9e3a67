import { auditSettings } from './audit-settings.ts'
import { breakerSettings } from './breaker-settings.ts'
import { type MinistryName, subgraphNames } from './ministry-name.ts'
import { exportSettings } from './export-settings.ts'
import { indicatorSettings } from './indicator-settings.ts'
import { snapshotSettings } from './snapshot-settings.ts'
import { liveSettings } from './live-settings.ts'
import { rateSettings } from './rate-settings.ts'
import { registrySettings } from './registry-settings.ts'
import { sessionSettings } from './session-settings.ts'
import { qualitySettings } from './quality-settings.ts'
import { reportSettings } from './report-settings.ts'
import { reviewSettings } from './review-settings.ts'
import { taskSettings } from './task-settings.ts'
import { telemetrySettings } from './telemetry-settings.ts'
import { type Setting, path, text, url, whole, urls } from './setting.ts'
import { syntheticSettings } from './synthetic-settings.ts'
import { transportSettings } from './transport-settings.ts'

const web = ['http:', 'https:']
const postgres = ['postgresql:', 'postgres:']

export type MinistrySuffix = 'DATABASE_URL' | 'OWNER_DATABASE_URL' | 'URL'

/** The setting's name for a ministry: `LAND_DATABASE_URL`. */
export function ministrySetting(ministry: string, suffix: MinistrySuffix): string {
  return `${ministry.toUpperCase().replaceAll('-', '_')}_${suffix}`
}

/** THE table of environment settings; `--help` is made from it. */
export const settingTable = Object.freeze({
  port: whole(0, 65_535, {
    name: 'PORT',
    unit: 'TCP port',
    default: '4000',
    what: 'Port of the gateway; 0 takes any free one.',
  }),
  host: text(
    {
      name: 'LIEN_THONG_HOST',
      unit: 'address',
      default: '127.0.0.1',
      what: 'Address that servers listen on; the development issuer needs a loopback.',
    },
    'a host name or address',
    (value) => /^[0-9A-Za-z.:-]{1,253}$/.test(value),
  ),
  oidcIssuer: url(
    {
      name: 'OIDC_ISSUER',
      default: undefined,
      what: 'Issuer of access tokens, exactly as in their iss. Not set: the development issuer.',
    },
    web,
  ),
  oidcAudience: text(
    {
      name: 'OIDC_AUDIENCE',
      unit: 'text',
      default: 'lien-thong',
      what: 'Audience that an access token must name.',
    },
    'text without spaces, 1 to 256 characters',
    (value) => /^\S{1,256}$/.test(value),
  ),
  dataDir: path({
    name: 'LIEN_THONG_DATA_DIR',
    default: '.data',
    what: 'Folder of local state: the embedded PostgreSQL and the keys.',
  }),
  ...syntheticSettings,
  deadlineMs: whole(100, 60_000, {
    name: 'LIEN_THONG_DEADLINE_MS',
    unit: 'milliseconds',
    default: '10000',
    what: 'Time from the arrival of a request to its answer.',
  }),
  requestsAtOnce: whole(1, 100_000, {
    name: 'LIEN_THONG_REQUESTS_AT_ONCE',
    unit: 'requests',
    default: '256',
    what: 'Requests for data that one gateway works on at once, at most; it learns how many it should. More wait, or are OVERLOADED.',
  }),
  admissionWaitMs: whole(0, 10_000, {
    name: 'LIEN_THONG_ADMISSION_WAIT_MS',
    unit: 'milliseconds',
    default: '1000',
    what: 'Time that a request waits until it is let in, at most; whoever would wait longer than half of it is OVERLOADED at once.',
  }),
  planMs: whole(10, 60_000, {
    name: 'LIEN_THONG_PLAN_MS',
    unit: 'milliseconds',
    default: '2000',
    what: 'Time to plan one new document; then it is refused with COST_EXCEEDED.',
  }),
  maxBodyBytes: whole(1024, 16_777_216, {
    name: 'LIEN_THONG_MAX_BODY_BYTES',
    unit: 'bytes',
    default: '262144',
    what: 'Largest request body that is read.',
  }),
  maxTokens: whole(100, 100_000, {
    name: 'LIEN_THONG_MAX_TOKENS',
    unit: 'tokens',
    default: '4000',
    what: 'Lexical tokens of one GraphQL document.',
  }),
  maxDepth: whole(5, 100, {
    name: 'LIEN_THONG_MAX_DEPTH',
    unit: 'levels',
    default: '20',
    what: 'Depth of one GraphQL document, fragments followed.',
  }),
  maxAliases: whole(0, 10_000, {
    name: 'LIEN_THONG_MAX_ALIASES',
    unit: 'aliases',
    default: '100',
    what: 'Aliases in one GraphQL document.',
  }),
  maxRootFields: whole(1, 1000, {
    name: 'LIEN_THONG_MAX_ROOT_FIELDS',
    unit: 'fields',
    default: '50',
    what: 'Root fields of one operation.',
  }),
  maxCost: whole(100, 100_000_000, {
    name: 'LIEN_THONG_MAX_COST',
    unit: 'objects',
    default: '500000',
    what: "Objects that one operation may answer by its static estimate; a role's own budget may be less.",
  }),
  ministryConnections: whole(1, 1024, {
    name: 'LIEN_THONG_MINISTRY_CONNECTIONS',
    unit: 'connections',
    default: '64',
    what: 'HTTP connections that the gateway keeps to one ministry.',
  }),
  maxMinistryRequests: whole(1, 100_000, {
    name: 'LIEN_THONG_MAX_MINISTRY_REQUESTS',
    unit: 'requests',
    default: '2000',
    what: 'Requests to one ministry that are under way or wait for a connection; more are MINISTRY_UNAVAILABLE at once.',
  }),
  maxAnswerBytes: whole(65_536, 1_073_741_824, {
    name: 'LIEN_THONG_MAX_ANSWER_BYTES',
    unit: 'bytes',
    default: '33554432',
    what: "Largest answer of one ministry's that the gateway reads, and (in characters) that it writes itself.",
  }),
  maxLagMs: whole(100, 86_400_000, {
    name: 'LIEN_THONG_REPLICA_MAX_LAG_MS',
    unit: 'milliseconds',
    default: '10000',
    what: 'A replica of a ministry that is farther behind is not asked, while another server of the list answers.',
  }),
  poolSize: whole(1, 500, {
    name: 'LIEN_THONG_POOL_SIZE',
    unit: 'connections',
    default: '10',
    what: 'Database connections of one ministry.',
  }),
  rollupRefreshMinutes: whole(0, 10_080, {
    name: 'LIEN_THONG_ROLLUP_REFRESH_MINUTES',
    unit: 'minutes',
    default: '60',
    what: "Rollups older than this are filled anew, where the owner's database is known; 0: never.",
  }),
  rollupMaxAgeHours: whole(1, 8760, {
    name: 'LIEN_THONG_ROLLUP_MAX_AGE_HOURS',
    unit: 'hours',
    default: '48',
    what: 'Rollups older than this are not used; the tables themselves are asked.',
  }),
  gatewayKeyFile: path({
    name: 'LIEN_THONG_GATEWAY_KEY_FILE',
    default: undefined,
    what: "The gateway's private key (JWK, Ed25519). Not set: keys/gateway.jwk.json in the data folder.",
  }),
  gatewayJwksUrl: url(
    {
      name: 'LIEN_THONG_GATEWAY_JWKS_URL',
      default: undefined,
      what: "Where a ministry reads the gateway's public keys. Not set: the gateway on this machine.",
    },
    web,
  ),
  cursorKeyFile: path({
    name: 'LIEN_THONG_CURSOR_KEY_FILE',
    default: undefined,
    what: 'Secret that seals page cursors. Not set: keys/cursor.key in the data folder.',
  }),
  ...taskSettings,
  ...reviewSettings,
  ...exportSettings,
  ...auditSettings,
  ...breakerSettings,
  ...rateSettings,
  ...registrySettings,
  ...sessionSettings,
  ...reportSettings,
  ...indicatorSettings,
  ...snapshotSettings,
  ...liveSettings,
  ...qualitySettings,
  ...transportSettings,
  ...telemetrySettings,
  recordKeyFile: path({
    name: 'LIEN_THONG_RECORD_KEY_FILE',
    default: undefined,
    what: 'Secret that record keys of synthetic rows come from. Not set: keys/record.key in the data folder.',
  }),
})

/** Each ministry's reader database and endpoint. */
export const ministrySettings = Object.freeze(
  subgraphNames.flatMap((ministry) => [
    Object.freeze({
      ...(ministry === 'oversight' ? url : urls)(
        {
          name: ministrySetting(ministry, 'DATABASE_URL'),
          default: undefined,
          what:
            ministry === 'oversight'
              ? 'PostgreSQL 15–18 of the audit journal, as oversight_reader. Not set: the embedded one.'
              : `PostgreSQL 15–18 of ${ministry}, as its reader role; replicas and primary may be listed, separated by blanks. Not set: the embedded one.`,
        },
        postgres,
      ),
      secret: true as const,
    }),
    ...(ministry === 'oversight' ? [] : [ownerSetting(ministry)]),
    url(
      {
        name: ministrySetting(ministry, 'URL'),
        default: undefined,
        what: `GraphQL endpoint of ${ministry}. Not set: the one written in the supergraph; start serves its own.`,
      },
      web,
    ),
  ]),
)

function ownerSetting(ministry: MinistryName): Setting {
  return Object.freeze({
    ...url(
      {
        name: ministrySetting(ministry, 'OWNER_DATABASE_URL'),
        default: undefined,
        what: `The same database as its tables' owner, who fills rollups. Not set: they are filled by command.`,
      },
      postgres,
    ),
    secret: true as const,
  })
}
