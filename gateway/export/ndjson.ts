import type { FileSource } from './file-source.ts'

/**
 * JSON lines: each row as it is answered, objects and lists within it kept. The last line holds the key `$export` with
 * the provenance, and is there in a whole file alone.
 */
export async function* ndjsonFile({ pages, provenance }: FileSource): AsyncGenerator<Uint8Array> {
  for await (const { rows } of pages) {
    let text = ''
    for (const row of rows) text += `${JSON.stringify(row)}\n`
    if (text !== '') yield Buffer.from(text)
  }
  yield Buffer.from(`${JSON.stringify({ $export: provenance() })}\n`)
}
