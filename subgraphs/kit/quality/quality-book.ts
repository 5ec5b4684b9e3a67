import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { lookEvery } from '../look-every.ts'
import { isoInstant } from '../rollup/iso-instant.ts'
import { rollupSchema } from '../rollup/rollup.ts'
import { qualityTables, type QualityPlan } from './quality-plan.ts'
import { scoreOf, standingOf, type QualityThresholds, type RuleResult } from './quality-score.ts'

export interface QualityBookOptions {
  readonly plans: readonly QualityPlan[]
  readonly pool: Pool
  readonly log: Logger
  readonly thresholds: QualityThresholds
  /** How often the database is asked what was judged; milliseconds. */
  readonly checkMs: number
}

/** What the answers of a ministry say of its quality, in their provenance. */
export interface QualitySummary {
  /** What passes of what was judged, 0 to 1, over all rules. */
  readonly share: number
  readonly standing: 'GREEN' | 'AMBER' | 'RED'
  /** The earliest moment that it stands for (ISO 8601). */
  readonly asOf: string
}

export interface JudgedTable {
  readonly rows: number
  readonly asOf: string
}

interface Registered extends RuleResult {
  readonly type: string
  readonly digest: string
  readonly version: number
  readonly rows: string
  readonly passAsOf: string
  readonly counts: boolean
}

/** SQLSTATE: no such table, no such schema, not granted: nothing was ever judged. */
const neverJudged: readonly string[] = ['42P01', '3F000', '42501']

/**
 * Knows what was judged by the rules of now, and how good the database is, without asking for it in a request. It looks
 * again every `checkMs`; a database that does not answer leaves what was known.
 */
export class QualityBook {
  readonly #options: QualityBookOptions
  readonly #plans: ReadonlyMap<string, QualityPlan>
  readonly #stop: (() => void) | undefined
  #judged: ReadonlyMap<string, JudgedTable> = new Map()
  #passes: ReadonlyMap<string, string> = new Map()
  #summary: QualitySummary | undefined
  #countsPeople = false

  private constructor(options: QualityBookOptions) {
    this.#options = options
    this.#plans = new Map(options.plans.map((plan) => [plan.type.name, plan]))
    if (options.plans.length > 0) this.#stop = lookEvery(options.checkMs, () => this.look())
  }

  static async open(options: QualityBookOptions): Promise<QualityBook> {
    const book = new QualityBook(options)
    await book.look()
    return book
  }

  get thresholds(): QualityThresholds {
    return this.#options.thresholds
  }

  get plans(): ReadonlyMap<string, QualityPlan> {
    return this.#plans
  }

  /** Whether passes counted people, which those of an earlier release did not. */
  get countsPeople(): boolean {
    return this.#countsPeople
  }

  /** By type; those that were never judged by the rules of now are not among them. */
  get judged(): ReadonlyMap<string, JudgedTable> {
    return this.#judged
  }

  /** By type, the moment of the newest pass (ISO 8601), were it by rules that are no longer those of now. */
  get passes(): ReadonlyMap<string, string> {
    return this.#passes
  }

  /** Undefined where there is no evidence. */
  get summary(): QualitySummary | undefined {
    return this.#summary
  }

  async look(): Promise<void> {
    const { log } = this.#options
    if (this.#plans.size === 0) return
    try {
      const found = (await this.#read()).filter(({ type }) => this.#plans.has(type))
      this.#passes = new Map(found.map(({ type, passAsOf }) => [type, passAsOf]))
      const rows = found.filter(({ type, digest }) => this.#plans.get(type)?.digest === digest)
      this.#judged = new Map(
        rows.map(({ type, rows: count, passAsOf }) => [
          type,
          { rows: Number(count), asOf: passAsOf },
        ]),
      )
      this.#summary = this.#summaryOf(rows.filter(({ rule }) => rule !== null))
      this.#countsPeople = found.some(({ counts }) => counts)
    } catch (error) {
      log.warn({ err: error }, 'quality: the database could not be asked')
    }
  }

  close(): void {
    this.#stop?.()
  }

  #summaryOf(results: readonly Registered[]): QualitySummary | undefined {
    const { thresholds } = this.#options
    const rules = [...this.#plans.values()].flatMap((plan) => plan.rules)
    const versions = new Map(rules.map(({ rule }) => [rule.code, rule.version]))
    const present = results.filter(({ rule, version }) => versions.get(rule) === version)
    const score = scoreOf(present, thresholds)
    if (score.share === null || score.asOf === null) return undefined
    const standing = standingOf(score, failedIdentifiers(rules, present))
    return standing === null ? undefined : { share: score.share, standing, asOf: score.asOf }
  }

  async #read(): Promise<readonly Registered[]> {
    const { pass, result, people } = qualityTables
    try {
      const { rows } = await this.#options.pool.query<Registered>(
        `SELECT p.type_name AS type, p.digest, p.rows, ${isoInstant('p.as_of')} AS "passAsOf",
           r.rule, r.version, r.numerator, r.denominator, r.method, ${isoInstant('r.as_of')} AS "asOf",
           coalesce(has_table_privilege(to_regclass('${rollupSchema}.${people}'), 'SELECT'), false) AS counts
         FROM ${rollupSchema}.${pass} AS p
         LEFT JOIN ${rollupSchema}.${result} AS r ON r.type_name = p.type_name AND r.grain = 'COUNTRY' AND r.denominator > 0`,
      )
      return rows
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (neverJudged.includes(code)) return []
      throw error
    }
  }
}

/** Codes of the rules of identifiers that a row fails. */
export function failedIdentifiers(
  rules: readonly { readonly rule: { readonly code: string; readonly identifier: boolean } }[],
  results: readonly RuleResult[],
): readonly string[] {
  const failing = new Set(
    results
      .filter(({ numerator, denominator }) => Number(numerator) < Number(denominator))
      .map(({ rule }) => rule),
  )
  return rules.flatMap(({ rule }) => (rule.identifier && failing.has(rule.code) ? [rule.code] : []))
}
