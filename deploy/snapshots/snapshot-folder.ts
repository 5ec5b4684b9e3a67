import { open, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Manifest, manifestFile, manifestShape, snapshotName } from './manifest.ts'
import { sha256Of } from './dataset.ts'

/** The link to the newest snapshot. */
export const latestLink = 'latest'
const writing = '.writing-'

export interface StoredSnapshot {
  readonly folder: string
  readonly manifest: Manifest
  /** Of the manifest's file. */
  readonly sha256: string
}

/** Where a snapshot is made before it has its name. */
export function writingFolder(folder: string, name: string): string {
  return join(folder, `${writing}${name}`)
}

/** The snapshots that are there, in the order of their names; none where the folder itself is missing. */
export async function snapshotNames(folder: string): Promise<readonly string[]> {
  const all = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  return all.filter((name) => snapshotName.safeParse(name).success).sort()
}

/** The snapshot that `latest` leads to; undefined where it leads to none. */
export async function linkedName(folder: string): Promise<string | undefined> {
  const name = await readlink(join(folder, latestLink)).catch(() => undefined)
  return (await snapshotNames(folder)).find((one) => one === name)
}

/** The newest snapshot; undefined where there is none yet. Throws where its manifest is none. */
export async function latestSnapshot(folder: string): Promise<StoredSnapshot | undefined> {
  // A name tells what the writer's clock said, which may have been wrong.
  const name = (await linkedName(folder)) ?? (await snapshotNames(folder)).at(-1)
  return name === undefined ? undefined : await storedSnapshot(folder, name)
}

/** Reads a snapshot's manifest, and checks nothing. Throws an Error where it is none. */
export async function storedSnapshot(folder: string, name: string): Promise<StoredSnapshot> {
  const own = join(folder, name)
  const file = join(own, manifestFile)
  try {
    const text = await readFile(file)
    const manifest = manifestShape.parse(JSON.parse(text.toString('utf8')))
    return { folder: own, manifest, sha256: sha256Of(text) }
  } catch (error) {
    throw new Error(`${file}: expected a manifest`, { cause: error })
  }
}

/**
 * Gives a whole snapshot its name, and lets `latest` lead to it: each a rename, so that a reader finds the former or
 * this one, and a crash leaves either.
 */
export async function published(folder: string, name: string): Promise<void> {
  const made = writingFolder(folder, name)
  await synced(made)
  await rename(made, join(folder, name))
  await leadTo(folder, name)
}

/** Lets `latest` lead to a snapshot. */
export async function leadTo(folder: string, name: string): Promise<void> {
  const link = join(folder, `${writing}${latestLink}`)
  await rm(link, { force: true })
  await symlink(name, link)
  await rename(link, join(folder, latestLink))
  await synced(folder)
}

/** Takes away what crashed writers left, and the oldest beyond so many; the one that `latest` leads to is the newest. */
export async function tidied(folder: string, keep: number): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.startsWith(writing))
  const linked = await linkedName(folder)
  const names = await snapshotNames(folder)
  // Those of a later name are older all the same: a clock that ran ahead gave it.
  const isAhead = (name: string) => linked !== undefined && name > linked
  const inOrder = [...names.filter(isAhead), ...names.filter((name) => !isAhead(name))]
  const old = inOrder.slice(0, -keep)
  for (const name of [...left, ...old])
    await rm(join(folder, name), { recursive: true, force: true })
}

/** A folder's own entries are on the disk. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
