import { z } from 'zod'

/** Names that this house gives; a backup that names another is none of its own, and nothing of it is run as SQL. */
const name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/)
const moment = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\+00$/)

/** What a backup holds. Each table is the text of COPY, compressed; `sha256` and `bytes` are of the text. */
export const manifestShape = z.object({
  format: z.literal('lien-thong backup 1'),
  /** The moment that all of it is of, ISO 8601. */
  at: z.string(),
  tables: z
    .array(
      z.object({
        schema: z.enum(['audit', 'registry', 'reports']),
        table: name,
        columns: z.array(name).min(1),
        rows: z.number().int().nonnegative(),
        bytes: z.number().int().nonnegative(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        /** Months that rows lie in; none of a table without. */
        partitions: z.array(z.object({ name, from: moment, to: moment })),
        /** The column that counts by itself. */
        counts: name.nullable(),
      }),
    )
    .min(1),
})

export type Manifest = z.infer<typeof manifestShape>
export type BackedTable = Manifest['tables'][number]

/** The file of a table in a backup. */
export function fileOf({ schema, table }: Pick<BackedTable, 'schema' | 'table'>): string {
  return `${schema}.${table}.gz`
}

export const manifestFile = 'manifest.json'
