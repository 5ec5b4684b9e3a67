import { join } from 'node:path'
import type { JSONWebKeySet } from 'jose'
import {
  leadTo,
  linkedName,
  snapshotNames,
  type StoredSnapshot,
  storedSnapshot,
} from './snapshot-folder.ts'
import { verifySnapshot } from './verify-snapshot.ts'

export interface Believed {
  /** What may be kept from; undefined where there is none, or none that is believed. */
  readonly before: StoredSnapshot | undefined
  /** Why the newest is not believed, in words. */
  readonly problems: readonly string[]
}

/**
 * The newest snapshot, where these keys and the hashes of its files bear it out. A writer that died between its two renames
 * left a whole one that follows the newest and that nothing leads to: `latest` leads to it afterwards. The caller holds the
 * lock of writers.
 */
export async function believedSnapshot(folder: string, keys: JSONWebKeySet): Promise<Believed> {
  const linked = await linkedName(folder)
  const left = (await snapshotNames(folder)).filter((name) => linked === undefined || name > linked)
  let first: Believed | undefined
  for (const name of left.reverse()) {
    if (linked !== undefined && !(await follows(folder, name, linked))) continue
    const one = await believed(folder, name, keys)
    first ??= one
    if (one.before === undefined) continue
    await leadTo(folder, name)
    return one
  }
  if (linked !== undefined) return await believed(folder, linked, keys)
  return first ?? { before: undefined, problems: [] }
}

async function follows(folder: string, name: string, linked: string): Promise<boolean> {
  const stored = await storedSnapshot(folder, name).catch(() => undefined)
  return stored?.manifest.previous?.name === linked
}

async function believed(folder: string, name: string, keys: JSONWebKeySet): Promise<Believed> {
  const own = join(folder, name)
  const { manifest, sha256, problems } = await verifySnapshot(own, keys)
  const isOne = manifest !== undefined && sha256 !== undefined && problems.length === 0
  return { before: isOne ? { folder: own, manifest, sha256 } : undefined, problems }
}
