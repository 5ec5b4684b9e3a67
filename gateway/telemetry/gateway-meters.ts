import { isRole } from '../../auth/role.ts'
import {
  counterOf,
  histogramOf,
  type Metrics,
  statementSeconds,
} from '../../telemetry/instruments.ts'

export type GraphqlOutcome = 'ok' | 'partial' | 'refused'

export type PlanningOutcome = 'planned' | 'refused' | 'failed'

export type ExportOutcome = 'whole' | 'broken' | 'refused'

/** What one GraphQL request came to. */
export interface GraphqlAnswered {
  /** `query`, `mutation`, `introspection`; `none` where the document was not read. */
  readonly operation: string
  readonly outcome: GraphqlOutcome
  readonly roles: readonly string[]
  /** Codes of its errors, each once. */
  readonly codes: readonly string[]
  /** Objects that it might answer by the estimate, and did; absent where it did not come to that. */
  readonly estimated: number | undefined
  readonly actual: number | undefined
}

/** What a gateway counts while it works; durations in milliseconds. All else is read when metrics are asked for. */
export interface GatewayMeters {
  readonly http: (request: { route: string; method: string; status: number }, ms: number) => void
  readonly graphql: (answered: GraphqlAnswered, ms: number) => void
  readonly ministry: (ministry: string, end: string, ms: number) => void
  /** A second request to a ministry that could not be reached: sent, or refused by its budget. */
  readonly askedAgain: (ministry: string, outcome: 'sent' | 'refused') => void
  /** A ministry that was away had an earlier answer of its catalogues given for it. */
  readonly stale: (ministry: string) => void
  /** A document that had no plan yet: planned where it was asked, or searched for in a thread. */
  readonly plan: (by: 'direct' | 'search') => void
  readonly planned: (lane: string, outcome: PlanningOutcome, ms: number) => void
  readonly journaled: (records: number, ms: number) => void
  readonly exported: (format: string, outcome: ExportOutcome, rows: number) => void
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])

/** Opens them; undefined where nobody asks for metrics. */
export function gatewayMeters(metrics: Metrics | undefined): GatewayMeters | undefined {
  if (metrics === undefined) return undefined
  const http = histogramOf(metrics, {
    name: 'http_server_request_duration_seconds',
    help: 'Requests over HTTP by route, from their arrival to the end of the answer.',
    labels: ['http_route', 'http_request_method', 'http_response_status_code'],
  })
  const graphql = histogramOf(metrics, {
    name: 'lien_thong_graphql_request_duration_seconds',
    help: 'GraphQL requests of known callers: ok, partial (data with errors) or refused (no data).',
    labels: ['operation', 'outcome'],
  })
  const byRole = counterOf(metrics, {
    name: 'lien_thong_graphql_requests_total',
    help: 'GraphQL requests by the role of the caller; several stands for more than one.',
    labels: ['role', 'outcome'],
  })
  const codes = counterOf(metrics, {
    name: 'lien_thong_graphql_errors_total',
    help: 'GraphQL answers that hold an error of the code (docs/errors.md), once for each answer.',
    labels: ['code'],
  })
  const ministries = histogramOf(metrics, {
    name: 'lien_thong_ministry_request_duration_seconds',
    help: 'Requests sent to a ministry, by how they ended: answered, abandoned, or a coded error.',
    labels: ['ministry', 'end'],
  })
  const again = counterOf(metrics, {
    name: 'lien_thong_ministry_retries_total',
    help: 'Second requests to a ministry that could not be reached: sent, or refused by its budget.',
    labels: ['ministry', 'outcome'],
  })
  const stale = counterOf(metrics, {
    name: 'lien_thong_stale_catalogue_answers_total',
    help: 'Earlier answers of catalogues that were given for a ministry that was away.',
    labels: ['ministry'],
  })
  const plans = counterOf(metrics, {
    name: 'lien_thong_plans_total',
    help: 'Plans that were made: direct, or by search in a thread.',
    labels: ['by'],
  })
  const cost = counterOf(metrics, {
    name: 'lien_thong_graphql_cost_total',
    help: 'Objects of requests that were let in: as estimated before, and as they were answered.',
    labels: ['kind'],
  })
  const planning = histogramOf(metrics, {
    name: 'lien_thong_planning_duration_seconds',
    help: 'Planning of documents that had no plan yet, the wait for the thread included.',
    labels: ['lane', 'outcome'],
  })
  const writes = histogramOf(
    metrics,
    {
      name: 'lien_thong_audit_write_duration_seconds',
      help: 'Batches of records of the audit journal, until they are on disk.',
      labels: [],
    },
    statementSeconds,
  )
  const records = counterOf(metrics, {
    name: 'lien_thong_audit_records_total',
    help: 'Records of the audit journal that are on disk.',
    labels: [],
  })
  const exports = counterOf(metrics, {
    name: 'lien_thong_exports_total',
    help: 'Files of POST /export: whole, broken off, or refused before they began.',
    labels: ['format', 'outcome'],
  })
  const rows = counterOf(metrics, {
    name: 'lien_thong_export_rows_total',
    help: 'Rows in files of POST /export.',
    labels: ['format'],
  })
  return {
    http({ route, method, status }, ms) {
      const known = methods.has(method) ? method : '_OTHER'
      http.observe(
        {
          http_route: route,
          http_request_method: known,
          http_response_status_code: String(status),
        },
        ms / 1000,
      )
    },
    graphql({ operation, outcome, roles, codes: found, estimated, actual }, ms) {
      graphql.observe({ operation, outcome }, ms / 1000)
      byRole.inc({ role: roleOf(roles), outcome })
      for (const code of found) codes.inc({ code })
      if (outcome === 'refused') return
      if (estimated !== undefined) cost.inc({ kind: 'estimated' }, estimated)
      if (actual !== undefined) cost.inc({ kind: 'actual' }, actual)
    },
    ministry: (ministry, end, ms) => ministries.observe({ ministry, end }, ms / 1000),
    askedAgain: (ministry, outcome) => again.inc({ ministry, outcome }),
    stale: (ministry) => stale.inc({ ministry }),
    plan: (by) => plans.inc({ by }),
    planned: (lane, outcome, ms) => planning.observe({ lane, outcome }, ms / 1000),
    journaled(count, ms) {
      writes.observe(ms / 1000)
      records.inc(count)
    },
    exported(format, outcome, count) {
      exports.inc({ format, outcome })
      if (count > 0) rows.inc({ format }, count)
    },
  }
}

function roleOf(roles: readonly string[]): string {
  const [first, ...more] = roles
  if (first === undefined) return 'none'
  if (more.length > 0) return 'several'
  return isRole(first) ? first : 'other'
}
