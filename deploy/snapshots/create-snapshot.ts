import { copyFile, link, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SigningKey } from '../../auth/signing-key.ts'
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
import {
  latestSnapshot,
  published,
  type StoredSnapshot,
  tidied,
  writingFolder,
} from './snapshot-folder.ts'
import { writeDataset } from './write-dataset.ts'

export interface SnapshotOrder {
  /** Where snapshots are; made where it is missing. */
  readonly folder: string
  readonly datasets: readonly Dataset[]
  /** Those that are made anew; the others stay as they were. All of them where it is empty. */
  readonly only: readonly string[]
  readonly make: MakeFile
  readonly key: SigningKey
  /** Snapshots that stay. */
  readonly keep: number
  readonly signal: AbortSignal
  readonly onDataset?: (dataset: ManifestDataset) => void
}

/**
 * Makes a snapshot of all datasets: each asked anew, or as it was where it cannot be, which the manifest says. The
 * caller holds the lock of writers. Throws where nothing could be made anew, and leaves everything as it was.
 */
export async function createSnapshot(order: SnapshotOrder): Promise<Manifest> {
  const { folder, key, keep, signal } = order
  await mkdir(folder, { recursive: true })
  await tidied(folder, keep)
  const before = await latestSnapshot(folder)
  const createdAt = new Date().toISOString()
  const name = createdAt.replaceAll(':', '-')
  const made = writingFolder(folder, name)
  await mkdir(made)
  try {
    const datasets: ManifestDataset[] = []
    for (const dataset of order.datasets) {
      signal.throwIfAborted()
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
    await onDisk(join(made, manifestFile), text)
    const jws = await signManifest(key, { name, sha256: sha256Of(text) })
    await onDisk(join(made, signatureFile), `${jws}\n`)
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
  { only, make, signal }: SnapshotOrder,
  { dataset, made, before }: Place,
): Promise<ManifestDataset> {
  const { name, title } = dataset
  const former = before?.manifest.datasets.find((one) => one.name === name)?.content ?? null
  const keep = async () => {
    if (former === null || before === undefined) return null
    await sameFile(join(before.folder, former.file.name), join(made, former.file.name))
    return former
  }
  if (only.length > 0 && !only.includes(name))
    return { name, title, status: 'KEPT', failure: null, content: await keep() }
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

/** The same bytes under another name, without a copy where the disk can. */
async function sameFile(from: string, to: string): Promise<void> {
  await link(from, to).catch(async () => await copyFile(from, to))
}

async function onDisk(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
