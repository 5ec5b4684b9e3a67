import { open } from 'node:fs/promises'
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync } from 'hyparquet'

/** What a Parquet file says of itself. */
export interface ParquetFacts {
  readonly rows: number
  /** Names of its columns, in their order. */
  readonly columns: readonly string[]
  /** Key-value metadata. */
  readonly told: Readonly<Record<string, string>>
}

/** Reads the end of a file. Throws an Error where it is no whole Parquet file. */
export async function parquetFacts(file: string): Promise<ParquetFacts> {
  const metadata = await footer(file).catch((error: unknown) => {
    throw new Error(`${file}: expected a whole Parquet file`, { cause: error })
  })
  const [, ...columns] = metadata.schema
  return {
    rows: Number(metadata.num_rows),
    columns: columns.map(({ name }) => name),
    told: Object.fromEntries(
      (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? '']),
    ),
  }
}

async function footer(file: string): Promise<FileMetaData> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const buffer: AsyncBuffer = {
      byteLength: size,
      async slice(begin, end = size) {
        const bytes = new Uint8Array(end - begin)
        await handle.read(bytes, 0, bytes.length, begin)
        return bytes.buffer
      },
    }
    return await parquetMetadataAsync(buffer)
  } finally {
    await handle.close()
  }
}
