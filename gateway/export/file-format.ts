import { csvFile } from './csv.ts'
import type { ExportFormat } from './export-request.ts'
import type { FileSource } from './file-source.ts'
import { ndjsonFile } from './ndjson.ts'
import { parquetFile } from './parquet.ts'
import { xlsxFile } from './xlsx.ts'

/** A kind of file: bytes as they are made, no faster than they are taken. */
export interface FileFormat {
  readonly mediaType: string
  readonly write: (source: FileSource) => AsyncIterable<Uint8Array>
}

/** How each format is written. */
export const fileFormats: Readonly<Record<ExportFormat, FileFormat>> = {
  csv: { mediaType: 'text/csv; charset=utf-8; header=present', write: csvFile },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: xlsxFile,
  },
  parquet: { mediaType: 'application/vnd.apache.parquet', write: parquetFile },
  ndjson: { mediaType: 'application/x-ndjson', write: ndjsonFile },
}
