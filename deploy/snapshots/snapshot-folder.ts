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

/** The snapshots that are there, the oldest first. */
export async function snapshotNames(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => snapshotName.safeParse(name).success).sort()
}

/** The newest snapshot; undefined where there is none yet. Throws where its manifest is none. */
export async function latestSnapshot(folder: string): Promise<StoredSnapshot | undefined> {
  const name = (await snapshotNames(folder)).at(-1)
  if (name === undefined) return undefined
  const own = join(folder, name)
  const text = await readFile(join(own, manifestFile))
  const manifest = manifestShape.parse(JSON.parse(text.toString('utf8')))
  return { folder: own, manifest, sha256: sha256Of(text) }
}

/**
 * Gives a whole snapshot its name, and lets `latest` lead to it: each a rename, so that a reader finds the former or
 * this one, and a crash leaves either.
 */
export async function published(folder: string, name: string): Promise<void> {
  const made = writingFolder(folder, name)
  await synced(made)
  await rename(made, join(folder, name))
  const link = join(folder, `${writing}${latestLink}`)
  await rm(link, { force: true })
  await symlink(name, link)
  await rename(link, join(folder, latestLink))
  await synced(folder)
}

/** Takes away what crashed writers left, and the oldest beyond so many; never the one that `latest` leads to. */
export async function tidied(folder: string, keep: number): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.startsWith(writing))
  const latest = await readlink(join(folder, latestLink)).catch(() => undefined)
  const old = (await snapshotNames(folder)).slice(0, -keep).filter((name) => name !== latest)
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
