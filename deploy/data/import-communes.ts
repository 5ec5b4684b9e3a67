import type { Client } from 'pg'
import { codeSystems } from '../../subgraphs/reference/rows/code-systems.ts'
import { withoutDiacritics } from '../../subgraphs/reference/without-diacritics.ts'
import { connected } from '../connected.ts'
import { readCommuneFile, type CommuneLine } from './commune-file.ts'

export interface CommuneImport {
  /** A CSV file with the header `code,province_code,type,name`. */
  readonly file: string
  /** Connection string of the owner of the reference ministry's tables. */
  readonly ownerUrl: string
  readonly onProgress?: (done: number, total: number) => void
}

export interface CommuneImportResult {
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  /** Communes that the file no longer names: valid until today. */
  readonly closed: number
}

interface StoredCommune {
  readonly code: string
  readonly name_vi: string
  readonly kind: string
  readonly province_code: string
  readonly closed: boolean
}

const batchRows = 500

/**
 * Makes the catalogue's communes equal to the file, all or nothing. Repeating it changes nothing.
 * Fails with BAD_USER_INPUT when the file cannot be read or any line is wrong.
 */
export async function importCommunes(options: CommuneImport): Promise<CommuneImportResult> {
  await using client = await connected(options.ownerUrl)
  try {
    await client.query('BEGIN')
    const result = await replaceCommunes(client, options)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function replaceCommunes(
  client: Client,
  { file, onProgress }: CommuneImport,
): Promise<CommuneImportResult> {
  // Two imports at once would each close what the other adds.
  await client.query('LOCK TABLE commune IN SHARE ROW EXCLUSIVE MODE')
  const provinces = await client.query<{ code: string }>('SELECT code FROM province')
  const lines = await readCommuneFile(file, new Set(provinces.rows.map(({ code }) => code)))
  const stored = await storedCommunes(client)

  const changed = lines.filter((line) => !isEqual(line, stored.get(line.code)))
  const inserted = changed.filter((line) => !stored.has(line.code)).length
  for (let start = 0; start < changed.length; start += batchRows) {
    await write(client, changed.slice(start, start + batchRows))
    onProgress?.(Math.min(start + batchRows, changed.length), changed.length)
  }
  return {
    inserted,
    updated: changed.length - inserted,
    unchanged: lines.length - changed.length,
    closed: await closeMissing(client, lines),
  }
}

async function storedCommunes(client: Client): Promise<ReadonlyMap<string, StoredCommune>> {
  const { rows } = await client.query<StoredCommune>(
    'SELECT code, name_vi, kind, province_code, valid_to IS NOT NULL AS closed FROM commune',
  )
  return new Map(rows.map((row) => [row.code, row]))
}

function isEqual(line: CommuneLine, row: StoredCommune | undefined): boolean {
  return (
    row !== undefined &&
    !row.closed &&
    row.name_vi === line.name &&
    row.kind === line.kind &&
    row.province_code === line.provinceCode
  )
}

/** Adds communes, and overwrites those that are there; one that had been closed is open again. */
async function write(client: Client, lines: readonly CommuneLine[]): Promise<void> {
  await client.query(
    `INSERT INTO commune
       (code, name_vi, name_ascii, kind, province_code, valid_from, code_system_uri)
     SELECT code, name_vi, name_ascii, kind, province_code, $6, $7
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
       AS given (code, name_vi, name_ascii, kind, province_code)
     ON CONFLICT (code) DO UPDATE SET
       name_vi = excluded.name_vi,
       name_ascii = excluded.name_ascii,
       kind = excluded.kind,
       province_code = excluded.province_code,
       valid_to = NULL,
       successor_code = NULL`,
    [
      lines.map(({ code }) => code),
      lines.map(({ name }) => name),
      lines.map(({ name }) => withoutDiacritics(name)),
      lines.map(({ kind }) => kind),
      lines.map(({ provinceCode }) => provinceCode),
      codeSystems.commune.from,
      codeSystems.commune.uri,
    ],
  )
}

/** Ends today, by the clock of Viet Nam, what the file does not name. */
async function closeMissing(client: Client, lines: readonly CommuneLine[]): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE commune SET valid_to = (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
     WHERE valid_to IS NULL AND NOT (code = ANY ($1))`,
    [lines.map(({ code }) => code)],
  )
  return rowCount ?? 0
}
