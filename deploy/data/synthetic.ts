import type {
  MinistryRows,
  MinistrySynthetic,
} from '../../subgraphs/kit/synthetic/ministry-rows.ts'
import { copyText } from '../../subgraphs/kit/synthetic/copy-text.ts'
import { TableLines } from '../../subgraphs/kit/synthetic/table-lines.ts'
import { educationRows } from '../../subgraphs/education/synthetic.ts'
import { healthRows } from '../../subgraphs/health/synthetic.ts'
import { landRows } from '../../subgraphs/land/synthetic.ts'
import { populationRows } from '../../subgraphs/population/synthetic.ts'
import { referenceRows } from '../../subgraphs/reference/synthetic.ts'
import { steeringRows } from '../../subgraphs/steering/synthetic.ts'
import type { MinistryName } from '../ministry-name.ts'

/** Where each ministry's rows come from. */
export const synthetic: Readonly<Record<MinistryName, MinistrySynthetic>> = {
  reference: catalogueRows,
  population: populationRows,
  land: landRows,
  health: healthRows,
  education: educationRows,
  steering: steeringRows,
}

/** The catalogues are facts and not synthetic: the same rows for every world. */
function catalogueRows(): MinistryRows {
  const tables = Array.from(referenceRows(), ({ table, columns, rows }) => {
    const lines = new TableLines(table, columns)
    for (const row of rows) lines.add(row.map((cell) => copyText(cell)).join('\t'))
    return lines
  })
  return { tables, dirt: {}, household: () => undefined, finish: () => undefined }
}
