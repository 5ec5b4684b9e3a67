import { z } from 'zod'
import { namesNobody } from '../../auth/names-nobody.ts'
import { vietNamDay } from '../../auth/viet-nam-day.ts'
import { isLines } from '../reports/report-shape.ts'
import type { Scenario, ScenarioParameter, ScenarioStep } from './scenario.ts'

/** Characters of the reason that whoever runs a scenario gives. */
export const reasonLength = { least: 10, most: 1000 } as const

export type Period = { readonly from: string; readonly to: string }
export type ScenarioValues = Readonly<Record<string, string | readonly string[] | Period>>

const dayMs = 86_400_000
const isDay = (text: string) => {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, 'expected a day such as 2026-11-23')
  .refine(isDay, 'expected a day of the calendar')

/** A reason is read by inspectors: it says why, and is about nobody by number. */
const reason = z
  .string()
  .trim()
  .min(reasonLength.least, `expected ${reasonLength.least} to ${reasonLength.most} characters`)
  .max(reasonLength.most, `expected ${reasonLength.least} to ${reasonLength.most} characters`)
  .refine(isLines, 'expected text without control characters')
  .refine(namesNobody, 'expected no personal number')

function shapeOf(parameter: ScenarioParameter) {
  switch (parameter.type) {
    case 'PROVINCE':
      return z.string().regex(/^\d{2}$/, "expected a province's code of 2 digits")
    case 'COMMUNES':
      return z
        .array(z.string().regex(/^\d{5}$/, "expected communes' codes of 5 digits"))
        .min(1, 'expected at least one commune')
        .max(parameter.most, `expected at most ${parameter.most} communes`)
        .refine((codes) => new Set(codes).size === codes.length, 'expected each commune once')
        .readonly()
    case 'PERIOD':
      return z.strictObject({ from: day, to: day }).refine(({ from, to }) => {
        const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1
        return days >= 1 && days <= parameter.mostDays
      }, `expected a period of 1 to ${parameter.mostDays} days`)
    default:
      return parameter satisfies never
  }
}

/** What a run of a scenario is asked with: all of its parameters, and a reason. */
export function runShape({ parameters }: Scenario) {
  return z.strictObject({
    parameters: z.strictObject(
      Object.fromEntries(parameters.map((one) => [one.name, shapeOf(one)])),
    ),
    reason,
  })
}

/** Values that fit, for judging who may run it: the codes need not be anybody's. */
export function sampleValues({ parameters }: Scenario, now: Date): ScenarioValues {
  const today = vietNamDay(now)
  const sample = { PROVINCE: '01', COMMUNES: ['00004'], PERIOD: { from: today, to: today } }
  return Object.fromEntries(parameters.map(({ name, type }) => [name, sample[type]]))
}

/** The variables of a step's document, from what the run was given; ages are counted from today in Viet Nam. */
export function variablesOf(
  { variables }: ScenarioStep,
  values: ScenarioValues,
  now: Date,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, source]) => {
      if ('yearsAgo' in source) return [name, yearsBefore(vietNamDay(now), source.yearsAgo)]
      const value = values[source.parameter]
      return [name, isPeriod(value) ? momentOf(value, source.part) : value]
    }),
  )
}

function isPeriod(value: ScenarioValues[string] | undefined): value is Period {
  return typeof value === 'object' && 'from' in value
}

/** Midnight in Viet Nam, which is UTC+7, without summer time, since 1975. */
function momentOf({ from, to }: Period, part: 'from' | 'until' | undefined): string {
  const last = new Date(Date.parse(to) + dayMs).toISOString().slice(0, 10)
  return `${part === 'until' ? last : from}T00:00:00+07:00`
}

/** The same day so many years before; of a leap day the first of March. */
function yearsBefore(today: string, years: number): string {
  const [year = 0, month = 1, date = 1] = today.split('-').map(Number)
  return new Date(Date.UTC(year - years, month - 1, date)).toISOString().slice(0, 10)
}
