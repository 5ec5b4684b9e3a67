import type { Cell, Core, Truth } from './cell.ts'
import type { Survey } from './survey.ts'
import { surveys } from './surveys.ts'

/** Asks a ministry's database as its owner. */
export type Plain = (
  ministry: string,
  text: string,
) => Promise<readonly Readonly<Record<string, unknown>>[]>

export interface FoundCells {
  readonly cells: readonly Cell[]
  /** Places without a trait, for those who ask whether there is anybody. */
  readonly empty: readonly Cell[]
  readonly truth: ReadonlyMap<string, Truth>
}

/** Most persons of a cell under attack. */
const few = 9

/** Cells of one to nine persons of each table, picked by the seed, and their facts. */
export async function findCells(
  plain: Plain,
  { seed, cells: wanted }: { readonly seed: number; readonly cells: number },
): Promise<FoundCells> {
  const cells: Cell[] = []
  const empty: Cell[] = []
  const truth = new Map<string, Truth>()
  for (const survey of surveys) {
    for (const row of await plain(survey.ministry, emptyStatement(survey, seed, wanted))) {
      const [outer, area, value] = ['outer', 'area', 'core'].map((name) => String(row[name]))
      if (outer === undefined || area === undefined || value === undefined) continue
      const name = `${survey.name} ${area} × ${value}`
      empty.push({ name, survey, outer, area, core: { kind: 'trait', value } })
      truth.set(name, { rows: 0, persons: 0, sum: null, max: null })
    }
    for (const kind of ['trait', 'slice'] as const) {
      const rows = await plain(survey.ministry, statement(survey, { kind, seed, wanted }))
      for (const row of rows) {
        const value = String(row['core'])
        const core: Core = kind === 'trait' ? { kind, value } : sliceAt(survey, Number(value))
        const [outer, area] = [String(row['outer']), String(row['area'])]
        const label = core.kind === 'trait' ? core.value : `${core.from}…${core.to}`
        const name = `${survey.name} ${area} × ${label}`
        cells.push({ name, survey, outer, area, core })
        truth.set(name, {
          rows: Number(row['rows']),
          persons: Number(row['persons']),
          sum: row['sum'] === null ? null : Number(row['sum']),
          max: row['max'] === null ? null : Number(row['max']),
        })
      }
    }
  }
  return { cells, empty, truth }
}

interface Wanted {
  readonly kind: Core['kind']
  readonly seed: number
  readonly wanted: number
}

function statement(survey: Survey, { kind, seed, wanted }: Wanted): string {
  const { area, outer, measure, persons, from, traitJoin = '' } = survey
  const [column, join] =
    kind === 'trait' ? [survey.traitColumn, traitJoin] : [sliceColumn(survey), '']
  const count = 'count(*)'
  const value = measure === undefined ? 'NULL::float8' : `t.${measure.column}::float8`
  return `SELECT t.${outer.column} AS outer, t.${area.column} AS area, ${column} AS core, ${count}::int AS rows,
      ${persons}::int AS persons, sum(${value}) AS sum, max(${value}) AS max
    FROM ${from} ${join} WHERE ${column} IS NOT NULL GROUP BY 1, 2, 3
    HAVING ${persons} BETWEEN 1 AND ${few} AND ${count} BETWEEN 1 AND ${few * 2}
    ORDER BY md5(concat(${seed}, t.${area.column}, ${column})) LIMIT ${Math.ceil(wanted / 2)}`
}

function emptyStatement(survey: Survey, seed: number, wanted: number): string {
  const { area, outer, from, traitJoin = '', traitColumn } = survey
  return `WITH held AS (SELECT DISTINCT t.${outer.column} AS outer, t.${area.column} AS area, ${traitColumn} AS core
      FROM ${from} ${traitJoin} WHERE ${traitColumn} IS NOT NULL),
    place AS (SELECT DISTINCT "outer", area FROM held), value AS (SELECT DISTINCT core FROM held)
    SELECT "outer", area, core FROM place CROSS JOIN value
    EXCEPT SELECT "outer", area, core FROM held
    ORDER BY 2, 3 LIMIT ${Math.ceil(wanted / 2)} OFFSET ${seed}`
}

/** Number of the slice that a row lies in. */
function sliceColumn({ line }: Survey): string {
  const of = `t.${line.column}`
  if (line.kind === 'number') return `floor(${of} / ${line.width})::int`
  return line.kind === 'date'
    ? `floor((${of} - date '1900-01-01') / ${line.width}.0)::int`
    : `floor(extract(epoch FROM ${of}) / 86400 / ${line.width})::int`
}

function sliceAt({ line }: Survey, place: number): Core {
  const edge = (at: number): string => {
    if (line.kind === 'number') return String(at * line.width)
    const since = line.kind === 'date' ? Date.UTC(1900, 0, 1) : 0
    const instant = new Date(since + at * line.width * 86_400_000).toISOString()
    return line.kind === 'date' ? instant.slice(0, 10) : instant
  }
  return { kind: 'slice', from: edge(place), to: edge(place + 1) }
}
