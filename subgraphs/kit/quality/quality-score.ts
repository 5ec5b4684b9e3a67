import type { QualityCriterion } from '../../../schema/model/quality-rule.ts'
import { disclosure, exact, type Disclosure } from '../resolve/disclosure.ts'
import { type Interval, wilson } from '../wilson.ts'
import type { QualityMethod } from './quality-pass.ts'

/** From which shares on a score is green or amber, 0 to 1. */
export interface QualityThresholds {
  readonly green: number
  readonly amber: number
  /** Where they come from, in words. */
  readonly from: string
}

/** Those of this house; a configuration, not law. */
export const usualThresholds: QualityThresholds = Object.freeze({
  green: 0.9,
  amber: 0.75,
  from: 'công văn 4856/BCA-TTDLQG, Phụ lục 3, theo một nguồn thứ cấp; không phải luật · letter 4856/BCA-TTDLQG, Annex 3, as one secondary source has it; not law',
})

/** What a pass found of one rule in one place; whole numbers come as text. */
export interface RuleResult {
  readonly rule: string
  readonly numerator: string
  readonly denominator: string
  readonly method: QualityMethod
  /** ISO 8601. */
  readonly asOf: string
  /** Persons behind what was judged and behind what fails, at least; absent: as many as rows. */
  readonly people?: { readonly judged: number; readonly failing: number } | undefined
}

export type QualityStanding = 'GREEN' | 'AMBER' | 'RED'

export interface QualityScore {
  readonly criterion: QualityCriterion | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly share: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly method: QualityMethod | null
  readonly asOf: string | null
  readonly standing: QualityStanding | null
  readonly disclosure: Disclosure
}

export interface ScoreOptions extends QualityThresholds {
  readonly criterion?: QualityCriterion
  /** Figures about fewer people than this are withheld, and what fails of them. Absent: none are. */
  readonly leastPeople?: number | undefined
  /** Where figures are withheld, that there is nobody is told as little as that there are few. */
  readonly hidesZeros?: boolean
}

const none: QualityScore = Object.freeze({
  criterion: null,
  numerator: null,
  denominator: null,
  share: null,
  lower: null,
  upper: null,
  method: null,
  asOf: null,
  standing: null,
  disclosure: exact,
})

/** What is not exact is told to the nearest ten, so that a difference of two figures tells nothing of a few. */
const rounding = 10n

/**
 * Rules together: what passes of all that was judged, so that a rule weighs as much as it was judged. No evidence is no
 * score. A sample has Wilson's interval; a figure about few people is withheld, and what fails of many is told as a
 * bound where it is fewer than the threshold.
 */
export function scoreOf(results: readonly RuleResult[], options: ScoreOptions): QualityScore {
  const criterion = options.criterion ?? null
  const numerator = sum(results.map((one) => one.numerator))
  const denominator = sum(results.map((one) => one.denominator))
  const { leastPeople } = options
  if (isAsNobody(results, options)) return { ...none, criterion, disclosure: suppressed }
  if (denominator <= 0n) return { ...none, criterion }
  const [asOf = null] = results.map((one) => one.asOf).sort()
  const told = { criterion, method: methodOf(results), asOf }
  if (leastPeople !== undefined)
    return { ...none, ...told, ...withInterval(guarded(results, options, leastPeople), results) }
  const share = Number(numerator) / Number(denominator)
  const interval = intervalOf(results)
  return {
    ...told,
    numerator: String(numerator),
    denominator: String(denominator),
    share,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    standing: byThreshold(share, options),
    disclosure: exact,
  }
}

/** Of what was drawn alone: what all rows said is certain, and moves the interval without widening it. */
function intervalOf(results: readonly RuleResult[]): Interval | undefined {
  const total = (of: readonly RuleResult[], part: 'numerator' | 'denominator'): number =>
    Number(sum(of.map((one) => one[part])))
  const drawn = results.filter(({ method }) => method === 'SAMPLE')
  const sampled = total(drawn, 'denominator')
  if (sampled === 0) return undefined
  const { lower, upper } = wilson(total(drawn, 'numerator'), sampled)
  const whole = total(results, 'denominator')
  const certain = total(results, 'numerator') - total(drawn, 'numerator')
  return { lower: (certain + lower * sampled) / whole, upper: (certain + upper * sampled) / whole }
}

/** A database with a failing identifier is red, whatever its score. */
export function standingOf(
  { standing }: Pick<QualityScore, 'standing'>,
  failing: readonly string[],
): QualityStanding | null {
  return standing !== null && failing.length > 0 ? 'RED' : standing
}

const suppressed = disclosure('SUPPRESSED', 'SMALL_CELL')

function isAsNobody(
  results: readonly RuleResult[],
  { leastPeople, hidesZeros = false }: ScoreOptions,
): boolean {
  return leastPeople !== undefined && hidesZeros && isOfFew(results, leastPeople)
}

/** Whether no rule by itself judged as many people. */
function isOfFew(results: readonly RuleResult[], least: number): boolean {
  return most(results.map((one) => peopleOf(one, 'judged'))) < BigInt(least)
}

/** The least share that passes: of each rule fewer rows than the threshold fail; 0 where few people have more of them. */
function boundOf(results: readonly RuleResult[], judged: number, least: number): number {
  const failing = most(
    results.map(({ numerator, denominator }) => BigInt(denominator) - BigInt(numerator)),
  )
  if (failing >= BigInt(least)) return 0
  return Math.max(0, (judged - (least - 1) * results.length) / judged)
}

/** Persons behind what was judged of a rule, or behind what fails, as far as it is known. */
function peopleOf(
  { numerator, denominator, people }: RuleResult,
  of: 'judged' | 'failing',
): bigint {
  const rows = BigInt(denominator) - (of === 'judged' ? 0n : BigInt(numerator))
  const known = people?.[of]
  return known === undefined || BigInt(known) > rows ? rows : BigInt(known)
}

/**
 * Rules judge the same rows, so that what they count together says nothing of how many there are: one rule by itself must
 * have judged, or failed, as many as the threshold.
 */
function guarded(
  results: readonly RuleResult[],
  options: QualityThresholds,
  least: number,
): Partial<QualityScore> {
  const numerator = sum(results.map((one) => one.numerator))
  const denominator = sum(results.map((one) => one.denominator))
  if (isOfFew(results, least)) return { disclosure: suppressed }
  const judged = rounded(denominator)
  const worst = most(results.map((one) => peopleOf(one, 'failing')))
  if (worst < BigInt(least)) {
    const lower = boundOf(results, Number(judged), least)
    return {
      denominator: String(judged),
      lower,
      upper: 1,
      standing: lower >= options.green ? 'GREEN' : null,
      disclosure: disclosure('PARTIAL', 'SMALL_CELL'),
    }
  }
  const passing = rounded(numerator)
  const share = Math.min(1, Number(passing) / Number(judged))
  return {
    numerator: String(passing),
    denominator: String(judged),
    share,
    standing: byThreshold(share, options),
    disclosure: disclosure('PERTURBED'),
  }
}

/** Of what was drawn alone the interval is that of the rounded figures, which tells no more than they do. */
function withInterval(
  told: Partial<QualityScore>,
  results: readonly RuleResult[],
): Partial<QualityScore> {
  const { numerator, denominator } = told
  const isDrawn = results.every(({ method }) => method === 'SAMPLE')
  if (!isDrawn || typeof numerator !== 'string' || typeof denominator !== 'string') return told
  return { ...told, ...wilson(Number(numerator), Number(denominator)) }
}

function rounded(count: bigint): bigint {
  return ((count + rounding / 2n) / rounding) * rounding
}

function byThreshold(share: number, { green, amber }: QualityThresholds): QualityStanding {
  if (share >= green) return 'GREEN'
  return share >= amber ? 'AMBER' : 'RED'
}

function methodOf(results: readonly RuleResult[]): QualityMethod {
  const methods = new Set(results.map(({ method }) => method))
  if (methods.has('SAMPLE')) return 'SAMPLE'
  return methods.has('INCREMENTAL') ? 'INCREMENTAL' : 'FULL'
}

function most(counts: readonly bigint[]): bigint {
  return counts.reduce((greatest, one) => (one > greatest ? one : greatest), 0n)
}

function sum(counts: readonly string[]): bigint {
  return counts.reduce((total, one) => total + BigInt(one), 0n)
}
