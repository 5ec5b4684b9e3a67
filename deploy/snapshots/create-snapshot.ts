import { constants } from 'node:fs'
import { link, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { JSONWebKeySet } from 'jose'
import type { SigningKey } from '../../auth/signing-key.ts'
import { believedSnapshot } from './believed-snapshot.ts'
import { type Dataset, sha256Of } from './dataset.ts'
import {
  type Manifest,
  type ManifestDataset,
  manifestFile,
  manifestFormat,
  signatureFile,
} from './manifest.ts'
import { signManifest } from './signed-manifest.ts'
import type { MakeFile } from './snapshot-caller.ts'
import { SnapshotFailure } from './snapshot-failure.ts'
import { published, type StoredSnapshot, tidied, writingFolder } from './snapshot-folder.ts'
import type { SnapshotLock } from './snapshot-lock.ts'
import { writeDataset } from './write-dataset.ts'

export interface SnapshotOrder {
  /** Where snapshots are; made where it is missing. */
  readonly folder: string
  readonly datasets: readonly Dataset[]
  /** Those that are made anew; the others stay as they were. All of them where it is empty. */
  readonly only: readonly string[]
  readonly make: MakeFile
  readonly key: SigningKey
  /** Of whom a former snapshot is believed, the own key among them (snapshot-keys.ts). */
  readonly keys: () => Promise<JSONWebKeySet>
  /** Snapshots that stay. */
  readonly keep: number
  readonly lock: SnapshotLock
  readonly onDataset?: (dataset: ManifestDataset) => void
  /** Why nothing of the former snapshot is kept. */
  readonly onDisbelief?: (problems: readonly string[]) => void
}

/**
 * Makes a snapshot of all datasets: each asked anew, or as it was where it cannot be, which the manifest says. Nothing is
 * kept of a former snapshot that is not whole and signed: its content would be signed anew. Throws where nothing could be
 * made anew, and leaves everything as it was.
 */
export async function createSnapshot(given: SnapshotOrder): Promise<Manifest> {
  const { folder, key, keep, lock } = given
  await mkdir(folder, { recursive: true })
  const { before, problems } = await believedSnapshot(folder, await given.keys())
  if (problems.length > 0) given.onDisbelief?.(problems)
  const order = problems.length > 0 ? { ...given, only: [] } : given
  await tidied(folder, keep)
  const createdAt = new Date().toISOString()
  const name = createdAt.replaceAll(':', '-')
  const made = writingFolder(folder, name)
  await mkdir(made)
  try {
    const datasets: ManifestDataset[] = []
    for (const dataset of order.datasets) {
      lock.signal.throwIfAborted()
      const one = await datasetIn(order, { dataset, made, before })
      datasets.push(one)
      order.onDataset?.(one)
    }
    expectFresh(datasets)
    const previous = before && { name: before.manifest.name, sha256: before.sha256 }
    const manifest = {
      format: manifestFormat,
      name,
      createdAt,
      previous: previous ?? null,
      datasets,
    }
    const text = `${JSON.stringify(manifest, undefined, 2)}\n`
    await onDisk(join(made, manifestFile), [text])
    const jws = await signManifest(key, { name, sha256: sha256Of(text) })
    await onDisk(join(made, signatureFile), [`${jws}\n`])
    if (!(await lock.isHeld())) throw new Error('another writer has taken the lock meanwhile')
    await published(folder, name)
    await tidied(folder, keep)
    return { ...manifest, format: manifestFormat }
  } catch (error) {
    await rm(made, { recursive: true, force: true })
    throw error
  }
}

interface Place {
  readonly dataset: Dataset
  readonly made: string
  readonly before: StoredSnapshot | undefined
}

async function datasetIn(
  { only, make, lock: { signal } }: SnapshotOrder,
  { dataset, made, before }: Place,
): Promise<ManifestDataset> {
  const { name, title } = dataset
  const known = before?.manifest.datasets.find((one) => one.name === name)
  const former = known?.content ?? null
  const keep = async () => {
    if (former === null || before === undefined) return null
    await sameFile(join(before.folder, former.file.name), join(made, former.file.name))
    return former
  }
  if (only.length > 0 && !only.includes(name))
    return { name, title, status: 'KEPT', failure: known?.failure ?? null, content: await keep() }
  try {
    expectSameDocument(dataset, former)
    const content = await writeDataset(dataset, { folder: made, make, signal })
    return { name, title, status: 'FRESH', failure: null, content }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof SnapshotFailure)) throw error
    await rm(join(made, `${name}.parquet`), { force: true })
    const { codes, message } = error
    const failure = { at: new Date().toISOString(), codes: [...codes], message }
    return { name, title, status: 'FAILED', failure, content: await keep() }
  }
}

/** A name and a version stand for one document for ever. */
function expectSameDocument(
  { name, version, sha256 }: Dataset,
  former: ManifestDataset['content'],
): void {
  if (former === null || former.document.version !== version) return
  if (former.document.sha256 === sha256) return
  throw new SnapshotFailure(
    ['DOCUMENT_CHANGED'],
    `${name}: version ${version} was another document; expected the next version.`,
  )
}

function expectFresh(datasets: readonly ManifestDataset[]): void {
  if (datasets.some(({ status }) => status === 'FRESH')) return
  const failed = datasets.flatMap(({ name, failure }) =>
    failure === null ? [] : [`${name}: ${failure.message} [${failure.codes.join(', ')}]`],
  )
  throw new Error(`no dataset could be made; the former snapshot stays. ${failed.join('; ')}`)
}

/** The same bytes under another name, without a copy where the disk can; never what a link leads to. */
async function sameFile(from: string, to: string): Promise<void> {
  await link(from, to).catch(async () => {
    const source = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW)
    try {
      await onDisk(to, source.createReadStream())
    } finally {
      await source.close()
    }
  })
}

async function onDisk(
  path: string,
  chunks: Iterable<string> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await open(path, 'wx')
  try {
    for await (const chunk of chunks) await file.writeFile(chunk)
    await file.sync()
  } finally {
    await file.close()
  }
}
