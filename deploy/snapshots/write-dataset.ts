import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Dataset } from './dataset.ts'
import { type Content, contentShape } from './manifest.ts'
import { type ParquetFacts, parquetFacts } from './parquet-facts.ts'
import type { MakeFile } from './snapshot-caller.ts'
import { SnapshotFailure } from './snapshot-failure.ts'

export interface WriteWanted {
  /** Where the file is made. */
  readonly folder: string
  readonly make: MakeFile
  readonly signal: AbortSignal
}

const ministries = z.record(
  z.string(),
  z.object({
    asOf: z.string().optional(),
    quality: z.record(z.string(), z.unknown()).optional(),
    stale: z.boolean().optional(),
  }),
)
const disclosure = z.object({
  profile: z.string(),
  statuses: z.record(z.string(), z.number()),
  status: z.string().optional(),
})
const schema = z.array(
  z.object({ name: z.string(), kind: z.string(), type: z.string(), description: z.string() }),
)

/**
 * Makes the file of one dataset, on the disk before this answers, and says what is in it and where it is from. Throws
 * SnapshotFailure: nothing of a part that is missing is written down as if it were the whole.
 */
export async function writeDataset(
  dataset: Dataset,
  { folder, make, signal }: WriteWanted,
): Promise<Content> {
  const name = `${dataset.name}.parquet`
  const path = join(folder, name)
  const written = await streamed(path, make(dataset, signal))
  const facts = await parquetFacts(path).catch((error: unknown) => {
    const message = 'The file broke off before its end.'
    throw new SnapshotFailure(['NO_ANSWER'], message, { cause: error })
  })
  const { disclosure: controlled, ...rest } = provenanceOf(facts, dataset)
  if (controlled?.status === 'REFUSED')
    throw new SnapshotFailure(['DISCLOSURE_REFUSED'], 'Disclosure control refused the list.')
  const content = contentShape.safeParse({
    file: { name, ...written },
    rows: facts.rows,
    ...rest,
    disclosure: controlled && { profile: controlled.profile, statuses: controlled.statuses },
    document: {
      name: dataset.name,
      version: dataset.version,
      sha256: dataset.sha256,
      text: dataset.text,
    },
    variables: dataset.variables,
  })
  // What could not be read again would make the whole manifest one that cannot be.
  if (!content.success) throw unsaid(content.error)
  return content.data
}

/** A gateway that runs elsewhere may be of another version, or none. */
function unsaid(cause: unknown): SnapshotFailure {
  return new SnapshotFailure(['NO_ANSWER'], 'The file does not say where it is from.', { cause })
}

function provenanceOf({ told }: ParquetFacts, dataset: Dataset) {
  try {
    return provenanceIn(told, dataset)
  } catch (error) {
    throw unsaid(error)
  }
}

async function streamed(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<Pick<Content['file'], 'bytes' | 'sha256'>> {
  const hash = createHash('sha256')
  let bytes = 0
  const file = await open(path, 'wx')
  try {
    for await (const chunk of chunks) {
      await file.writeFile(chunk)
      hash.update(chunk)
      bytes += chunk.length
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** What the file itself says (gateway/export/export-provenance.ts). */
function provenanceIn(told: Readonly<Record<string, string>>, { units }: Dataset) {
  const columns = schema.parse(JSON.parse(told['schema'] ?? '[]'))
  const sources = Object.entries(ministries.parse(JSON.parse(told['ministries'] ?? '{}')))
  return {
    complete: told['end'] === 'complete',
    columns: columns.map(({ description, ...column }) => ({
      ...column,
      description: bilingual(description),
      unit: units[column.name] ?? null,
    })),
    answeredAt: told['at'] ?? '',
    requestId: told['requestId'] ?? '',
    purpose: told['purpose'] ?? '',
    supergraph: told['supergraph'] ?? '',
    sources: sources.map(([ministry, { asOf = null, quality = null, stale = false }]) => ({
      ministry,
      asOf,
      quality,
      stale,
    })),
    disclosure:
      told['disclosure'] === undefined ? null : disclosure.parse(JSON.parse(told['disclosure'])),
  }
}

/** Descriptions of the schema are `Vietnamese · English`. */
function bilingual(description: string): { vi: string; en: string } {
  const [vi = '', ...en] = description.split(' · ')
  return { vi, en: en.length === 0 ? vi : en.join(' · ') }
}
