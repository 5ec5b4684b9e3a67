import type { Pool } from 'pg'
import {
  counterOf,
  histogramOf,
  type Metrics,
  observe,
  statementSeconds,
} from '../../../telemetry/instruments.ts'
import type { QualityBook } from '../quality/quality-book.ts'
import type { RollupBook } from '../rollup/rollup-book.ts'

/** What a ministry counts while it works; durations in milliseconds. */
export interface MinistryMeters {
  /** Codes of the answer's errors, each once; none where all went well. */
  readonly answered: (codes: readonly string[], ms: number) => void
  readonly statement: (outcome: 'ok' | 'failed', ms: number) => void
  readonly slow: () => void
  /** A question was judged by disclosure control, and perhaps refused as a whole. */
  readonly judged: (isRefused: boolean) => void
}

/** Opens them; undefined where nobody asks for metrics. */
export function ministryMeters(
  metrics: Metrics | undefined,
  ministry: string,
): MinistryMeters | undefined {
  if (metrics === undefined) return undefined
  const requests = histogramOf(metrics, {
    name: 'lien_thong_subgraph_request_duration_seconds',
    help: 'Requests of the gateway that a ministry answered, ok or with errors.',
    labels: ['ministry', 'outcome'],
  })
  const errors = counterOf(metrics, {
    name: 'lien_thong_subgraph_errors_total',
    help: 'Answers of a ministry that hold an error of the code, once for each answer.',
    labels: ['ministry', 'code'],
  })
  const statements = histogramOf(
    metrics,
    {
      name: 'db_client_operation_duration_seconds',
      help: 'Statements of a ministry to its database.',
      labels: ['ministry', 'outcome'],
    },
    statementSeconds,
  )
  const slow = counterOf(metrics, {
    name: 'lien_thong_slow_statements_total',
    help: 'Statements that took longer than LIEN_THONG_SLOW_STATEMENT_MS.',
    labels: ['ministry'],
  })
  const judged = counterOf(metrics, {
    name: 'lien_thong_disclosure_questions_total',
    help: 'Questions about persons that disclosure control judged: answered, or refused as a whole.',
    labels: ['ministry', 'outcome'],
  })
  return {
    answered(codes, ms) {
      requests.observe({ ministry, outcome: codes.length === 0 ? 'ok' : 'failed' }, ms / 1000)
      for (const code of codes) errors.inc({ ministry, code })
    },
    statement: (outcome, ms) => statements.observe({ ministry, outcome }, ms / 1000),
    slow: () => slow.inc({ ministry }),
    judged: (isRefused) => judged.inc({ ministry, outcome: isRefused ? 'refused' : 'answered' }),
  }
}

/** What a ministry's metrics are read off. */
export interface ObservedMinistry {
  readonly pool: Pool
  readonly rollups: RollupBook
  readonly quality: QualityBook
}

/** Lets metrics be read off a ministry's database connections, rollups and quality; answers how to stop. */
export function observeMinistry(
  metrics: Metrics,
  ministry: string,
  { pool, rollups, quality }: ObservedMinistry,
): () => void {
  const labels = { ministry }
  const stops = [
    observe(
      metrics,
      {
        name: 'db_client_connection_count',
        help: 'Connections of a ministry to its database.',
        labels: ['ministry', 'db_client_connection_state'],
      },
      () => [
        {
          labels: { ministry, db_client_connection_state: 'used' },
          value: pool.totalCount - pool.idleCount,
        },
        { labels: { ministry, db_client_connection_state: 'idle' }, value: pool.idleCount },
      ],
    ),
    observe(
      metrics,
      {
        name: 'db_client_connection_max',
        help: 'Connections of a ministry to its database, at most.',
        labels: ['ministry'],
      },
      () => [{ labels, value: pool.options.max }],
    ),
    observe(
      metrics,
      {
        name: 'db_client_connection_pending_requests',
        help: 'Requests to a ministry that wait for a connection to its database.',
        labels: ['ministry'],
      },
      () => [{ labels, value: pool.waitingCount }],
    ),
    observe(
      metrics,
      {
        name: 'lien_thong_rollup_age_seconds',
        help: 'Age of the rows of a rollup that is filled.',
        labels: ['ministry', 'rollup'],
      },
      () =>
        rollups.filled.map(({ rollup, asOf }) => ({
          labels: { ministry, rollup: rollup.name },
          value: (Date.now() - Date.parse(asOf)) / 1000,
        })),
    ),
    observe(
      metrics,
      {
        name: 'lien_thong_rollups_unused',
        help: 'Rollups that the schema declares and no answer is from: too old, or not filled.',
        labels: ['ministry'],
      },
      () => [{ labels, value: rollups.declared - rollups.usable.length }],
    ),
    observe(
      metrics,
      {
        name: 'lien_thong_quality_age_seconds',
        help: 'Age of the newest pass that judged the rows of a table by its rules of quality.',
        labels: ['ministry', 'type'],
      },
      () =>
        [...quality.passes].map(([type, asOf]) => ({
          labels: { ministry, type },
          value: (Date.now() - Date.parse(asOf)) / 1000,
        })),
    ),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
