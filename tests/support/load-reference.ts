import type { Client } from 'pg'
import { referenceRows } from '../../subgraphs/reference/synthetic.ts'

/** Writes the rows of the shared catalogues into empty tables. */
export async function loadReference(owner: Client): Promise<void> {
  for (const { table, columns, rows } of referenceRows()) {
    for (const row of rows) {
      const holes = columns.map((_, index) => `$${index + 1}`)
      await owner.query(`INSERT INTO ${table} (${columns.join()}) VALUES (${holes.join()})`, [
        ...row,
      ])
    }
  }
}
