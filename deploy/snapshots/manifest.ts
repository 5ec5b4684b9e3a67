import { z } from 'zod'
import { datasetName } from './dataset.ts'

/** The form that this product writes. */
export const manifestFormat = 'lien-thong-snapshot/1'
export const manifestFile = 'manifest.json'
export const signatureFile = 'manifest.jws'

/** `2026-11-23T07-50-12.123Z`: in the order of time. */
export const snapshotName = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/)

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const bilingual = z.strictObject({ vi: z.string(), en: z.string() })

const source = z.strictObject({
  ministry: z.string(),
  /** The earliest moment that its data stand for; null where it did not say. */
  asOf: z.string().nullable(),
  /** How good its data are as it judged them last; null where it never did. */
  quality: z.record(z.string(), z.unknown()).nullable(),
  /** A part was answered before, and not at that moment. */
  stale: z.boolean(),
})

const column = z.strictObject({
  name: z.string(),
  kind: z.string(),
  /** As GraphQL writes it. */
  type: z.string(),
  description: bilingual,
  unit: bilingual.nullable(),
})

/** A file, and where it is from. */
export const contentShape = z.strictObject({
  file: z.strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]{0,60}\.parquet$/),
    bytes: z.number().int().min(1),
    sha256,
  }),
  rows: z.number().int().min(0),
  /** False where the document itself asks for the first so many. */
  complete: z.boolean(),
  columns: z.array(column),
  /** When the last page was answered, and its request in the audit journal. */
  answeredAt: z.iso.datetime(),
  requestId: z.string(),
  purpose: z.string(),
  supergraph: z.string(),
  sources: z.array(source),
  /** Null where all figures are exact. */
  disclosure: z
    .strictObject({ profile: z.string(), statuses: z.record(z.string(), z.number()) })
    .nullable(),
  document: z.strictObject({
    name: z.string(),
    version: z.number().int(),
    sha256,
    text: z.string(),
  }),
  variables: z.record(z.string(), z.unknown()),
})

const dataset = z.strictObject({
  name: datasetName,
  title: bilingual,
  /** `KEPT`: what the snapshot before it held. `FAILED`: it could not be made anew; the former one stands, if there was one. */
  status: z.enum(['FRESH', 'KEPT', 'FAILED']),
  failure: z
    .strictObject({ at: z.iso.datetime(), codes: z.array(z.string()), message: z.string() })
    .nullable(),
  content: contentShape.nullable(),
})

export const manifestShape = z.strictObject({
  format: z.literal(manifestFormat),
  name: snapshotName,
  createdAt: z.iso.datetime(),
  /** The one before it, and its manifest's SHA-256. */
  previous: z.strictObject({ name: snapshotName, sha256 }).nullable(),
  datasets: z.array(dataset),
})

export type Manifest = z.output<typeof manifestShape>
export type ManifestDataset = Manifest['datasets'][number]
export type Content = z.output<typeof contentShape>
