import type { BegunExport } from './begin-export.ts'
import { continued } from './continued.ts'
import { exportTooLarge } from './export-limits.ts'
import type { ExportRequest } from './export-request.ts'
import { fileFormats } from './file-format.ts'
import type { AnsweredPage } from './exported-page.ts'
import type { FileSource, PageRows } from './file-source.ts'
import { type ZipEntry, zip } from './zip.ts'

/** A file that can be sent: its first page is there. */
export interface ExportFile {
  readonly mediaType: string
  /** With its ending. */
  readonly name: string
  readonly chunks: AsyncIterable<Uint8Array>
}

/**
 * Makes the file of an export that has begun; the first page is fetched before this answers, so that what is refused is refused
 * in words. Fails like a page; the chunks fail like a later page, and with COST_EXCEEDED beyond `maxBytes`.
 */
export async function exportFile(
  { plan, pages, tally }: BegunExport,
  { format, name = 'export', archive }: ExportRequest,
  maxBytes: number,
): Promise<ExportFile> {
  const first = await pages.next()
  const { columns, explode, areDatesMasked } = plan
  const { mediaType, write } = fileFormats[format]
  const source: FileSource = {
    columns,
    explode,
    areDatesMasked,
    pages: counted(continued(first, pages), (rows) => tally.written(rows)),
    provenance: tally.provenance,
  }
  const file = `${name}.${format}`
  if (archive === undefined)
    return { mediaType, name: file, chunks: bounded(write(source), maxBytes) }
  return {
    mediaType: 'application/zip',
    name: `${name}.zip`,
    chunks: bounded(zip(archived(file, write(source), source)), maxBytes),
  }
}

/** The file, and beside it where it is from. */
function* archived(
  name: string,
  content: AsyncIterable<Uint8Array>,
  { provenance }: FileSource,
): Generator<ZipEntry> {
  yield { name, content }
  yield { name: 'provenance.json', content: provenanceText(provenance) }
}

async function* provenanceText(provenance: FileSource['provenance']): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(provenance(), undefined, 2)}\n`)
}

async function* counted(
  pages: AsyncIterable<AnsweredPage>,
  written: (rows: number) => void,
): AsyncGenerator<PageRows> {
  for await (const page of pages) {
    written(page.count)
    yield page
  }
}

async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > maxBytes) throw exportTooLarge('exportBytes', maxBytes, 'Narrow the filter.')
    yield chunk
  }
}
