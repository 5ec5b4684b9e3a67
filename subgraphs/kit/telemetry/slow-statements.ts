import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Pool } from 'pg'
import type { Logger } from 'pino'

/** A statement that was answered, or failed. */
export interface DoneStatement {
  /** With placeholders; no value goes along. */
  readonly text: string
  readonly ms: number
  readonly requestId: string
}

/** Logs statements that take long. */
export interface SlowStatements {
  note(statement: DoneStatement): void
}

export interface SlowStatementsOptions {
  readonly pool: Pool
  readonly log: Logger
  /** Milliseconds; a statement that takes as long or longer is slow. */
  readonly thresholdMs: number
  readonly onSlow: (() => void) | undefined
}

/** Statements whose plan was told lately, and for how many milliseconds it is not told again. */
const maxTold = 200
const againMs = 10 * 60_000
/** Milliseconds until the planning of a slow statement is given up. */
const explainMs = 2000
const maxCharacters = 8192

/**
 * Opens the log of slow statements: text with placeholders, duration, request id, and PostgreSQL's generic plan, which
 * knows no value (`EXPLAIN (GENERIC_PLAN)`, PostgreSQL 16 and later). A statement's plan is asked for once in ten
 * minutes, and one at a time, so that a slow database is not made slower.
 */
export function openSlowStatements(options: SlowStatementsOptions): SlowStatements {
  const { pool, log, thresholdMs, onSlow } = options
  const told = new LRUCache<string, true>({ max: maxTold, ttl: againMs })
  let isExplaining = false
  return {
    note({ text, ms, requestId }) {
      if (ms < thresholdMs) return
      onSlow?.()
      const statement = createHash('sha256').update(text).digest('base64url').slice(0, 16)
      const line = { requestId, statement, durationMs: Math.round(ms) }
      if (told.has(statement) || isExplaining) {
        log.warn(line, 'slow statement')
        return
      }
      told.set(statement, true)
      isExplaining = true
      void planOf(pool, text)
        .then((plan) =>
          log.warn({ ...line, sql: text.slice(0, maxCharacters), plan }, 'slow statement'),
        )
        .finally(() => {
          isExplaining = false
        })
    },
  }
}

/** The plan's lines, or why there is none. */
async function planOf(pool: Pool, text: string): Promise<readonly string[]> {
  try {
    const { rows } = await pool.query<Readonly<Record<string, string>>>({
      text: `EXPLAIN (GENERIC_PLAN) ${text}`,
      query_timeout: explainMs,
    } as { text: string })
    return rows.flatMap((row) => Object.values(row))
  } catch (error) {
    // Of PostgreSQL 15, which knows no generic plan; or the database is away. Its message may repeat the statement.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return [`no plan: ${code}`]
  }
}
