import { z } from 'zod'
import type { DatabaseFacts } from './database-facts.ts'

const texts = z.array(z.string())
const shape = z.object({
  tables: z.array(
    z.object({
      schema: z.string(),
      table: z.string(),
      columns: z.array(z.object({ column: z.string(), labels: texts })),
      foreignKeys: z.array(z.object({ columns: texts })),
      indexes: z.array(texts),
    }),
  ),
})

/** What the database had when it was looked at last: what is new since then is proposed, nothing else. */
export type Baseline = z.infer<typeof shape>

/** Reads `catalogue.json`; undefined where it is none. */
export function readBaseline(text: string): Baseline | undefined {
  try {
    return shape.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** The text of `catalogue.json`: names and keys alone. */
export function baselineText({ tables }: DatabaseFacts): string {
  const kept: Baseline = {
    tables: tables.map(({ schema, table, columns, foreignKeys, indexes }) => ({
      schema,
      table,
      columns: columns.map(({ column, labels }) => ({ column, labels: [...labels] })),
      foreignKeys: foreignKeys.map((one) => ({ columns: [...one.columns] })),
      indexes: indexes.map((index) => [...index]),
    })),
  }
  return `${JSON.stringify(kept, null, 1)}\n`
}
