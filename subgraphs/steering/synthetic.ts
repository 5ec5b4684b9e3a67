import { copyText } from '../kit/synthetic/copy-text.ts'
import type { MinistryRows } from '../kit/synthetic/ministry-rows.ts'
import { TableLines } from '../kit/synthetic/table-lines.ts'
import type { World } from '../kit/synthetic/world.ts'
import { definitionRow, indicators, targetRows } from './indicators.ts'
import { demoProcedures } from './synthetic/demo-procedures.ts'
import { demoSeries } from './synthetic/demo-series.ts'
import { demoTasks } from './synthetic/demo-tasks.ts'

type Cell = string | number | boolean | null

/** When the rows were recorded, as far as they say: the reference day of all synthetic data. */
const recordedAt = '2026-11-01T00:00:00+07'

/** The definitions, which are no invention, and series of what no ministry here holds, which are and say so. */
export function steeringRows(world: World): MinistryRows {
  const definitions = indicators.map((one) => ({ ...definitionRow(one), version: 1 }))
  const named = { ...demoTasks(world, recordedAt), ...demoProcedures(world) }
  const tables = [
    lines('indicator', definitions),
    lines(
      'indicator_version',
      definitions.map((definition) => ({
        indicator_code: definition.code,
        version: 1,
        recorded_at: recordedAt,
        definition: JSON.stringify(definition),
      })),
    ),
    lines(
      'indicator_target',
      indicators.flatMap(targetRows).map((row) => ({ ...row, indicator_version: 1 })),
    ),
    lines('observation', demoSeries(world, recordedAt)),
    ...Object.entries(named).map(([table, rows]) => lines(table, rows)),
  ]
  return { tables, dirt: {}, household: () => undefined, finish: () => undefined }
}

function lines(table: string, rows: readonly Readonly<Record<string, Cell>>[]): TableLines {
  const columns = Object.keys(rows[0] ?? {})
  const made = new TableLines(table, columns)
  for (const row of rows) made.add(columns.map((name) => copyText(row[name] ?? null)).join('\t'))
  return made
}
