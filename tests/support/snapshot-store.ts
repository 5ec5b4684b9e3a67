import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { openSigningKey, type SigningKey } from '../../auth/signing-key.ts'
import { createSnapshot, type SnapshotOrder } from '../../deploy/snapshots/create-snapshot.ts'
import { type Dataset, sha256Of } from '../../deploy/snapshots/dataset.ts'
import type { Manifest } from '../../deploy/snapshots/manifest.ts'
import type { MakeFile } from '../../deploy/snapshots/snapshot-caller.ts'
import { verifySnapshot } from '../../deploy/snapshots/verify-snapshot.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** A folder of snapshots whose files are made here, and not by a gateway: what is tested is who believes them. */
export interface SnapshotStore extends AsyncDisposable {
  readonly directory: string
  readonly folder: string
  readonly key: SigningKey
  readonly create: (change?: Partial<SnapshotOrder>) => Promise<Manifest>
  /** The newest one's. */
  readonly manifest: () => Promise<Manifest>
  readonly problems: (name?: string) => Promise<readonly string[]>
}

export function storedDataset(name: string): Dataset {
  const text = `query ${name} { provinces { nodes { code } } }`
  const title = { vi: name, en: name }
  return { name, version: 1, title, text, sha256: sha256Of(text), variables: {}, units: {} }
}

/** What a file of this product says of itself, unless told otherwise. */
export function toldAt(at: Date): Readonly<Record<string, string>> {
  return {
    schema: JSON.stringify([
      { name: 'code', kind: 'string', type: 'String!', description: 'mã · code' },
    ]),
    ministries: '{}',
    at: at.toISOString(),
    requestId: 'r',
    purpose: 'data-snapshot',
    supergraph: 's',
    end: 'complete',
  }
}

/** A whole Parquet file of one row. */
export function parquetFile(told: Readonly<Record<string, string>> = toldAt(new Date())): Buffer {
  const kvMetadata = Object.entries(told).map(([key, value]) => ({ key, value }))
  const columnData = [{ name: 'code', data: ['01'], type: 'STRING' as const }]
  return Buffer.from(parquetWriteBuffer({ columnData, kvMetadata }))
}

/** Makes each file, and notes which were asked for. */
export function madeFiles(asked: string[] = []): MakeFile {
  return async function* ({ name }) {
    asked.push(name)
    yield await Promise.resolve(parquetFile())
  }
}

export async function snapshotStore(names: readonly string[] = ['a', 'b']): Promise<SnapshotStore> {
  const place = await temporaryDirectory()
  const folder = join(place.path, 'snapshots')
  await mkdir(folder)
  const key = await openSigningKey(join(place.path, 'audit.jwk.json'))
  const { signal } = new AbortController()
  return {
    directory: place.path,
    folder,
    key,
    create: (change = {}) =>
      createSnapshot({
        folder,
        datasets: names.map(storedDataset),
        only: [],
        make: madeFiles(),
        key,
        keys: async () => key.jwks,
        keep: 5,
        lock: { signal, isHeld: async () => true },
        ...change,
      }),
    manifest: async () =>
      JSON.parse(await readFile(join(folder, 'latest', 'manifest.json'), 'utf8')) as Manifest,
    problems: async (name = '') => (await verifySnapshot(join(folder, name), key.jwks)).problems,
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  }
}
