import type { Question } from '../api/ask.ts'
import { refusedBy } from '../api/refused.ts'
import { send } from '../api/request.ts'
import { save } from '../api/save.ts'

export const exportFormats = ['csv', 'xlsx', 'parquet', 'ndjson'] as const

export type ExportFormat = (typeof exportFormats)[number]

export interface ExportOrder {
  readonly question: Question
  /** The list of the answer, in response names with dots. */
  readonly path: string | undefined
  readonly format: ExportFormat
  readonly name: string
  /** With a file of provenance beside it, in one archive. */
  readonly archive: boolean
}

/** Bytes that have come so far; of text formats also lines. */
export interface ExportProgress {
  readonly bytes: number
  readonly lines: number | undefined
}

const lineFeed = 10

/**
 * Has all pages of a list written into a file by the gateway, and saves it. Fails with Refused, with an AbortError
 * when it is cancelled, and with a TypeError when the connection broke: a broken file is never saved.
 */
export async function runExport(
  { question, path, format, name, archive }: ExportOrder,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportProgress> {
  const { purpose, ...asked } = question
  const response = await send('/export', {
    method: 'POST',
    accept: '*/*',
    body: {
      ...asked,
      format,
      name: fitting(name),
      ...(path ? { path } : {}),
      ...(archive ? { archive: 'zip' } : {}),
    },
    purpose,
    signal,
  })
  if (!response.ok || response.body === null) {
    const body: unknown = await response.json().catch(() => undefined)
    throw refusedBy(response.status, body, response.headers.get('x-request-id'))
  }
  const counted = !archive && (format === 'csv' || format === 'ndjson')
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let [bytes, lines] = [0, 0]
  const now = () => ({ bytes, lines: counted ? lines : undefined })
  for await (const chunk of response.body) {
    chunks.push(chunk)
    bytes += chunk.length
    if (counted) for (const byte of chunk) if (byte === lineFeed) lines += 1
    onProgress(now())
  }
  const type = response.headers.get('content-type') ?? 'application/octet-stream'
  save(fileName(response, `${name}.${format}`), new Blob(chunks, { type }))
  return now()
}

/** The name that the gateway gives the file (RFC 6266). */
function fileName(response: Response, otherwise: string): string {
  const given = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')
  return given?.[1] === undefined ? otherwise : decodeURIComponent(given[1])
}

/** A title as a file's name: without what file systems keep for themselves. */
export function fitting(title: string): string {
  const name = title
    .replaceAll(/[\p{Cc}\p{Cs}/\\:*?"<>|]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return name.slice(0, 80) || 'lien-thong'
}
