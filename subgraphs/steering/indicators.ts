import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { methodDocument } from './method-document.ts'

const text = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) })
const path = z.string().regex(/^[a-z]\w*(\.[a-z]\w*)+$/i)
const method = z.union([
  z.strictObject({ import: z.literal(true) }),
  z.strictObject({ report: z.string(), numerator: path, denominator: path.optional() }),
])
const target = z.strictObject({
  area: z.string().regex(/^(VN|\d{2})$/),
  from: z.iso.date(),
  target: z.number(),
  warning: z.number().optional(),
  alert: z.number().optional(),
})

const shape = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/),
  name: text,
  description: text,
  unit: text,
  frequency: z.enum(['DAY', 'MONTH', 'QUARTER', 'YEAR']),
  owner: z.string(),
  direction: z.enum(['UP', 'DOWN', 'NEUTRAL']),
  rule: z.enum(['SUM', 'RATIO', 'NONE']),
  scale: z.number().positive(),
  decimals: z.number().int().min(0).max(6),
  share: z.boolean(),
  byProvince: z.boolean(),
  method,
  freshnessHours: z.number().int().positive(),
  targets: z.array(target).default([]),
})

/** An indicator as this house defines it; indicators.json is reviewed like the saved reports. */
export type IndicatorDefinition = z.output<typeof shape>

/** Every indicator that the product brings along. Throws for a definition that is not as it should be. */
export const indicators: readonly IndicatorDefinition[] = Object.freeze(
  z
    .array(shape)
    .parse(JSON.parse(readFileSync(new URL('indicators.json', import.meta.url), 'utf8'))),
)

type Cell = string | number | boolean | null

/** A definition as its row of the table `indicator`, without its version. */
export function definitionRow(
  definition: IndicatorDefinition,
): Readonly<Record<string, Cell>> & { readonly code: string } {
  const { name, description, unit, method: by } = definition
  const report = 'report' in by ? by : undefined
  return {
    code: definition.code,
    name_vi: name.vi,
    name_en: name.en,
    description_vi: description.vi,
    description_en: description.en,
    unit_vi: unit.vi,
    unit_en: unit.en,
    frequency: definition.frequency,
    owner: definition.owner,
    direction: definition.direction,
    rule: definition.rule,
    scale: definition.scale,
    decimals: definition.decimals,
    share: definition.share,
    by_province: definition.byProvince,
    method: report === undefined ? 'IMPORT' : 'REPORT',
    report: report === undefined ? null : methodDocument(report.report).id,
    report_digest: report === undefined ? null : methodDocument(report.report).digest,
    numerator_path: report?.numerator ?? null,
    denominator_path: report?.denominator ?? null,
    freshness_hours: definition.freshnessHours,
  }
}

/** A definition's targets as rows of the table `indicator_target`, without its version. */
export function targetRows({
  code,
  targets,
}: IndicatorDefinition): readonly Readonly<Record<string, Cell>>[] {
  return targets.map(({ area, from, target: wanted, warning, alert }) => ({
    indicator_code: code,
    area_code: area,
    valid_from: from,
    target: wanted,
    warning: warning ?? null,
    alert: alert ?? null,
  }))
}
