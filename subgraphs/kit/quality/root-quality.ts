import sql from 'sql-template-tag'
import { highestClass } from '../../../auth/data-class.ts'
import { forbidden } from '../../../auth/forbidden.ts'
import { CodedError } from '../../../schema/errors.ts'
import { qualityCriteria, type QualityCriterion } from '../../../schema/model/quality-rule.ts'
import { qualityNames } from '../../../schema/model/quality-names.ts'
import { hasRoots } from '../../../schema/expand/usage.ts'
import type { RequestContext } from '../request-context.ts'
import type { Arguments, Resolver } from '../resolve/resolver.ts'
import { bookOf, knownRules, type PlacedResult, resultsOf } from './placed-results.ts'
import { failedIdentifiers } from './quality-book.ts'
import type { QualityPlan, RuleBit } from './quality-plan.ts'
import { scoreOf, standingOf, type QualityScore, type RuleResult } from './quality-score.ts'

/** Who speaks for a ministry sees how good its own data are. */
function expectOwn({ grants }: RequestContext, ministry: string): void {
  const { agencies = [], ...scope } = grants[qualityNames(ministry).stats] ?? {}
  const isOfAgency = agencies.length > 0 && Object.values(scope).every(isNothing)
  if (isOfAgency && !agencies.includes(ministry))
    throw forbidden([`Query.${qualityNames(ministry).scores}`])
}

function isNothing(scope: unknown): boolean {
  return scope === false || (Array.isArray(scope) && scope.length === 0)
}

function grainOf(grain: unknown): string {
  return typeof grain === 'string' ? grain : 'COUNTRY'
}

/** `landQuality(grain, place)`: the scores of the database, of its tables, fields and rules. */
export function rootQuality(ministry: string): Resolver {
  return async (_root, args, context) => {
    const book = bookOf(context)
    expectOwn(context, ministry)
    const grain = grainOf(args['grain'])
    const place = placeOf(grain, args['place'])
    const results = await resultsOf(context, sql`r.grain = ${grain} AND r.place = ${place}`)
    const plans = [...book.plans.values()]
    const known = knownRules(plans)
    const rules = [...known.values()]
    const score = scored(context, plans, grain)
    const all = results.filter((one) => known.has(one.rule))
    const whole = score(all, rules)
    const failing = grain === 'COUNTRY' ? failedIdentifiers(rules, all) : []
    const { green, amber, from } = book.thresholds
    return {
      database: ministry,
      grain,
      place: grain === 'COUNTRY' ? null : place,
      asOf: whole.asOf,
      standing: standingOf(whole, failing),
      score: whole,
      criteria: byCriterion(rules, all, score),
      failedIdentifiers: failing,
      green,
      amber,
      thresholdsFrom: from,
      tables: plans.map((plan) => tableScore(context, plan, all, { grain, ministry })),
    }
  }
}

/** `landQualityPlaces(grain, province, rule, criterion, first)`: the lowest first, withheld ones last, or not at all. */
export function rootQualityPlaces(ministry: string): Resolver {
  return async (_root, args, context) => {
    expectOwn(context, ministry)
    const plans = [...bookOf(context).plans.values()]
    const grain = grainOf(args['grain'])
    if (grain === 'COUNTRY')
      throw new CodedError('BAD_USER_INPUT', 'grain: expected PROVINCE, COMMUNE or INSTITUTION.')
    const first = sizeOf(args['first'])
    const wanted = chosenRules(plans, args)
    const province = args['province']
    const among =
      province === undefined || province === null ? sql`true` : sql`r.province = ${province}`
    const results = await resultsOf(
      context,
      sql`r.grain = ${grain} AND r.rule = ANY(${wanted.map(({ rule }) => rule.code)}) AND ${among}`,
    )
    const score = scored(context, plans, grain)
    const criterion = (args['criterion'] ?? undefined) as QualityCriterion | undefined
    const places = grouped(results)
    return [...places]
      .map(([code, of]) => ({ code, score: score(of, wanted, criterion) }))
      .filter((one) => !isAsNobody(one.score))
      .sort((a, b) => rankOf(a.score) - rankOf(b.score) || (a.code < b.code ? -1 : 1))
      .slice(0, first)
  }
}

function grouped(results: readonly PlacedResult[]): ReadonlyMap<string, readonly PlacedResult[]> {
  const places = new Map<string, PlacedResult[]>()
  for (const one of results) {
    const known = places.get(one.place)
    if (known === undefined) places.set(one.place, [one])
    else known.push(one)
  }
  return places
}

/** What is told of a place in which nobody was judged, too: that it is listed would tell them apart. */
function isAsNobody({ disclosure: { status }, asOf }: QualityScore): boolean {
  return status === 'SUPPRESSED' && asOf === null
}

function rankOf({ share, lower }: QualityScore): number {
  return share ?? (lower === null ? 3 : 1 + lower)
}

type Score = (
  results: readonly RuleResult[],
  of: readonly RuleBit[],
  criterion?: QualityCriterion,
) => QualityScore

/**
 * Of a place figures are under disclosure control where any of the rules is about persons, whether or not anybody was judged
 * there.
 */
function scored(context: RequestContext, plans: readonly QualityPlan[], grain: string): Score {
  const { thresholds } = bookOf(context)
  const personal = plans.filter(({ type }) => type.subject !== undefined)
  const levels = personal.flatMap(({ type }) =>
    [...type.columns.values()].map(({ level }) => level),
  )
  const profile =
    personal.length === 0 || grain === 'COUNTRY'
      ? undefined
      : context.disclosure.profileOf(context.request.caller.roles, highestClass(levels))
  if (profile !== undefined) context.snapshot.beDiscreet()
  const placed = personal.filter((plan) => hasPlaces(plan, grain))
  const ofPersons = new Set(placed.flatMap(({ rules }) => rules))
  return (results, of, criterion) => {
    const isPersonal = of.some((one) => ofPersons.has(one))
    return scoreOf(results, {
      ...thresholds,
      ...(criterion === undefined ? {} : { criterion }),
      leastPeople: isPersonal ? profile?.threshold : undefined,
      hidesZeros: profile?.zeros === 'hidden',
    })
  }
}

function hasPlaces({ province, commune, institution }: QualityPlan, grain: string): boolean {
  const columns = { PROVINCE: province, COMMUNE: commune, INSTITUTION: institution }
  return columns[grain as keyof typeof columns] !== undefined
}

function tableScore(
  context: RequestContext,
  plan: QualityPlan,
  all: readonly PlacedResult[],
  { grain, ministry }: { readonly grain: string; readonly ministry: string },
) {
  const { type, rules } = plan
  const known = knownRules([plan])
  const results = all.filter(({ rule }) => known.has(rule))
  const score = scored(context, [plan], grain)
  const fields = [...new Set(rules.flatMap(({ rule }) => rule.field ?? []))]
  return {
    name: type.name,
    rows: bookOf(context).judged.get(type.name)?.rows ?? null,
    score: score(results, rules),
    criteria: byCriterion(rules, results, score),
    fields: fields.map((name) => {
      const of = rules.filter(({ rule }) => rule.field === name)
      return { name, score: score(resultsFor(results, of), of) }
    }),
    rules: rules.map((one) => ({
      ...one.rule,
      field: one.rule.field ?? null,
      score: score(resultsFor(results, [one]), [one], one.rule.criterion),
    })),
    worklist: hasRoots(type) ? qualityNames(ministry).failures(type.name) : null,
  }
}

function byCriterion(
  rules: readonly RuleBit[],
  results: readonly PlacedResult[],
  score: Score,
): readonly QualityScore[] {
  return qualityCriteria.map((criterion) => {
    const of = rules.filter(({ rule }) => rule.criterion === criterion)
    return score(resultsFor(results, of), of, criterion)
  })
}

function resultsFor(
  results: readonly PlacedResult[],
  rules: readonly RuleBit[],
): readonly PlacedResult[] {
  const codes = new Set(rules.map(({ rule }) => rule.code))
  return results.filter(({ rule }) => codes.has(rule))
}

function chosenRules(plans: readonly QualityPlan[], args: Arguments): readonly RuleBit[] {
  const all = plans.flatMap(({ rules }) => rules)
  const { rule: code, criterion } = args
  if (code !== undefined && code !== null && !all.some(({ rule }) => rule.code === code))
    throw unknownRule(code)
  return all
    .filter(({ rule }) => code === undefined || code === null || rule.code === code)
    .filter(({ rule }) => (criterion ?? rule.criterion) === rule.criterion)
}

export function unknownRule(code: unknown): CodedError {
  return new CodedError(
    'BAD_USER_INPUT',
    `rule: expected the code of a rule, got ${JSON.stringify(String(code).slice(0, 70))}.`,
  )
}

function placeOf(grain: string, place: unknown): string {
  const isCountry = grain === 'COUNTRY'
  if (isCountry !== (place === undefined || place === null))
    throw new CodedError(
      'BAD_USER_INPUT',
      isCountry
        ? 'place: expected a grain with it: PROVINCE, COMMUNE or INSTITUTION.'
        : `place: expected a code with grain: ${grain}.`,
    )
  return isCountry ? '' : String(place)
}

const maxPlaces = 1000
const defaultPlaces = 50

function sizeOf(first: unknown): number {
  const size = first === undefined || first === null ? defaultPlaces : Number(first)
  if (size < 1 || size > maxPlaces)
    throw new CodedError('BAD_USER_INPUT', `first: expected 1 to ${maxPlaces}, got ${size}.`)
  return size
}
