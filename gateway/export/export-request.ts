import { z } from 'zod'

/** What a file can be. */
export const exportFormats = ['csv', 'xlsx', 'parquet', 'ndjson'] as const
export type ExportFormat = (typeof exportFormats)[number]

const path = z
  .string()
  .regex(/^[A-Za-z_]\w{0,100}(\.[A-Za-z_]\w{0,100}){0,20}$/, 'expected response names with dots')

/** What `POST /export` takes beside a GraphQL request's `query`, `variables` and `operationName`. */
export const exportRequest = z.object({
  query: z.string().optional(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
  format: z.enum(exportFormats),
  /** The list, where the document has several: `parcels`, `me.prescriptions`. */
  path: path.optional(),
  /** A list within the rows of which each item becomes a row. */
  explode: path.optional(),
  /** The file's name, without its ending. */
  name: z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}/\\:*?"<>|]{1,100}$/u, 'expected 1 to 100 characters of a file name')
    .optional(),
  /** Rows, at most: a file that ends there is one that was asked to. */
  rows: z.number().int().min(1).optional(),
  /** The file and its provenance, in one archive. */
  archive: z.literal('zip').optional(),
})
export type ExportRequest = z.output<typeof exportRequest>
