import { z } from 'zod'
import { purposeId } from '../../auth/purpose-id.ts'
import { chartShape, description, lines, maxDocument, title } from '../reports/report-shape.ts'

/** Steps of a scenario, at most. */
export const maxSteps = 12
/** Communes of one run, and days of its period, at most, whatever a scenario says. */
export const maxCommunes = 200
export const maxDays = 366

const name = z.string().regex(/^[_A-Za-z]\w{0,40}$/)
const word = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/)

/** What whoever runs it says: a province, communes, or a period of whole days in Viet Nam, both ends included. */
const parameter = z.discriminatedUnion('type', [
  z.strictObject({ name, type: z.literal('PROVINCE'), label: title }),
  z.strictObject({
    name,
    type: z.literal('COMMUNES'),
    label: title,
    most: z.number().int().min(1).max(maxCommunes),
  }),
  z.strictObject({
    name,
    type: z.literal('PERIOD'),
    label: title,
    mostDays: z.number().int().min(1).max(maxDays),
  }),
])

/** Where a variable's value comes from: a parameter (of a period its first moment, or the one after its last), or a day so many years ago. */
const source = z.union([
  z.strictObject({ parameter: name, part: z.enum(['from', 'until']).optional() }),
  z.strictObject({ yearsAgo: z.number().int().min(1).max(150) }),
])

const step = z.strictObject({
  id: word,
  title,
  document: lines(maxDocument).min(1),
  /** Asked without a purpose: figures under disclosure control, and no record of anybody. */
  statistics: z.literal(true).optional(),
  variables: z.record(name, source),
  chart: chartShape,
})

export const scenarioShape = z.strictObject({
  code: word,
  /** Raised with every change of what it asks or says. */
  version: z.number().int().min(1),
  kind: z.enum(['STORM', 'EPIDEMIC', 'FIRE']),
  title,
  description,
  purpose: z.string().regex(purposeId),
  parameters: z.array(parameter).min(1).max(6).readonly(),
  steps: z.array(step).min(1).max(maxSteps).readonly(),
})

export type Scenario = z.output<typeof scenarioShape>
export type ScenarioParameter = z.output<typeof parameter>
export type ScenarioStep = z.output<typeof step>

/** What a run says of itself in the records of its requests (docs/audit-events.md). */
export interface ScenarioMark {
  readonly code: string
  readonly version: number
  /** UUID, which the gateway gives. */
  readonly run: string
  /** SHA-256, hexadecimal, of what was kept of the run: who, why, where. */
  readonly statement: string
}
