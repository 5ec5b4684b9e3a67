import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { jsonOf } from '../../schema/json-of.ts'
import { type BackedTable, type Manifest, fileOf, manifestFile, manifestShape } from './manifest.ts'
import { tally } from './tally.ts'

/** What a folder says that it holds. Throws when it is no backup. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestFile), 'utf8').catch(() => '')
  const read = manifestShape.safeParse(jsonOf(text))
  if (read.success) return read.data
  throw new Error(`${folder}: expected a backup with a ${manifestFile} of format 1, got none`)
}

/** Hands a table's text to where it goes. Throws when it is not what the manifest says; what took it must then undo it. */
export async function readTable(folder: string, table: BackedTable, to: Writable): Promise<void> {
  const count = tally()
  const file = join(folder, fileOf(table))
  await pipeline(createReadStream(file), createGunzip(), count.stream, to).catch(
    (error: unknown) => {
      throw new Error(`${file}: ${error instanceof Error ? error.message : 'unreadable'}`, {
        cause: error,
      })
    },
  )
  const { rows, bytes, sha256 } = count.counted()
  if (rows === table.rows && bytes === table.bytes && sha256 === table.sha256) return
  throw new Error(
    `${file}: expected ${table.rows} rows in ${table.bytes} bytes of SHA-256 ${table.sha256}, got ${rows} rows in ${bytes} bytes of ${sha256}`,
  )
}

/** Reads all of a backup against its manifest. Throws at the first difference. */
export async function verifyBackup(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder)
  for (const table of manifest.tables)
    await readTable(folder, table, new Writable({ write: (_chunk, _encoding, done) => done() }))
  return manifest
}
