import { createHash } from 'node:crypto'
import type { Model, TableType } from '../../../schema/model/model.ts'
import { looksBeyond, type QualityRule } from '../../../schema/model/quality-rule.ts'

/** Names of the tables that hold what passes found, in the schema of rollups. */
export const qualityTables = Object.freeze({
  pass: 'quality_pass',
  cell: 'quality_cell',
  result: 'quality_result',
  tried: 'quality_tried',
  people: 'quality_people',
})

/** Columns of a table of judged rows, beside the key of the judged table. */
export const judgedColumns = Object.freeze({
  province: '$province',
  commune: '$commune',
  institution: '$institution',
  assessed: '$assessed',
  failed: '$failed',
})

/** A rule and its bit in the whole numbers that say what of a row was judged, and what of it fails. */
export interface RuleBit {
  readonly rule: QualityRule
  readonly bit: bigint
  /** Its verdict may change while the row does not: only a pass over all rows says it. */
  readonly beyond: boolean
}

/** How the rows of one table are judged. */
export interface QualityPlan {
  readonly type: TableType
  readonly rules: readonly RuleBit[]
  /** Table of the judged rows that are kept: those that fail, and all where changes are followed. */
  readonly rowTable: string
  /** Columns that say where a row belongs; absent where it says nothing of it. */
  readonly province?: string
  readonly commune?: string
  readonly institution?: string
  /** Of the rules as they are declared: another one makes a pass over all rows. */
  readonly digest: string
}

/** Longest name of a table, bytes (PostgreSQL). */
const maxName = 63

/** The tables of a ministry that have rules. */
export function qualityPlans(model: Model): readonly QualityPlan[] {
  return [...model.types.values()].flatMap((type) =>
    type.kind === 'table' && type.quality.length > 0 ? [planOf(type)] : [],
  )
}

function planOf(type: TableType): QualityPlan {
  const rules = type.quality.map((rule, i) => ({
    rule,
    bit: 1n << BigInt(i),
    beyond: looksBeyond(rule),
  }))
  const places = {
    ...placed('province', provinceColumn(type)),
    ...placed('commune', placeColumn(type, 'COMMUNE', 'Commune')),
    ...placed(
      'institution',
      placeColumn(type, 'INSTITUTION', '') ?? placeColumn(type, 'FACILITY', ''),
    ),
  }
  const declared = [type.quality.map(({ line: _line, ...rule }) => rule), type.key, places]
  const digest = createHash('sha256').update(JSON.stringify(declared)).digest('hex').slice(0, 16)
  return Object.freeze({
    type,
    rules,
    rowTable: `quality_row_${type.table}`.slice(0, maxName),
    ...places,
    digest,
  })
}

function placed<Name extends string>(name: Name, value: string | undefined) {
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, string>>
}

/** The column that says in which province a row belongs; undefined where none does. */
export function provinceColumn(type: TableType): string | undefined {
  return placeColumn(type, 'PROVINCE', 'Province')
}

/** The row's own column: the scope's, the join's to the catalogue, or the field's by that name. */
function placeColumn(
  { scopes, joins, columns }: TableType,
  by: string,
  target: string,
): string | undefined {
  const scope = scopes.find((one) => one.by === by && one.path.via.length === 0)
  const join = [...joins.values()].find((one) => one.shape === 'one' && one.target === target)
  const named = columns.get(`${target.toLowerCase()}Code`)
  return scope?.path.columns[0] ?? join?.path.columns[0] ?? named?.column
}

/** The rules' bits together. */
export function maskOf(rules: readonly RuleBit[]): bigint {
  return rules.reduce((mask, { bit }) => mask | bit, 0n)
}
