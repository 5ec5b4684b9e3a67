import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import { jsonOf } from '../../schema/json-of.ts'
import { sha256Of } from './dataset.ts'
import {
  type Content,
  type Manifest,
  manifestFile,
  manifestShape,
  signatureFile,
  snapshotName,
} from './manifest.ts'
import { parquetFacts } from './parquet-facts.ts'
import { signedManifest } from './signed-manifest.ts'
import { latestLink } from './snapshot-folder.ts'

export interface Verified {
  readonly manifest: Manifest | undefined
  /** Of the manifest's file. */
  readonly sha256: string | undefined
  /** What is wrong, in words; empty where everything fits. */
  readonly problems: readonly string[]
}

/**
 * Checks a snapshot, or the newest of a folder of them, offline: the manifest is signed, each file is the one that it
 * names, nothing else is there, and the snapshot before it, where it is there, is the one that it follows.
 */
export async function verifySnapshot(given: string, keys: JSONWebKeySet): Promise<Verified> {
  const folder = await snapshotFolder(given)
  const text = await readFile(join(folder, manifestFile)).catch(() => undefined)
  if (text === undefined) return broken(`${manifestFile}: expected one in ${given}`)
  const read = manifestShape.safeParse(jsonOf(text.toString('utf8')))
  if (!read.success) return broken(`${manifestFile}: ${z.prettifyError(read.error)}`)
  const manifest = read.data
  const sha256 = sha256Of(text)
  const problems = [
    ...(await signatureProblems(folder, { manifest, sha256, keys })),
    ...(await unexpectedFiles(folder, manifest)),
    ...(await chainProblems(folder, manifest)),
  ]
  for (const { content } of manifest.datasets)
    if (content !== null) problems.push(...(await fileProblems(folder, content)))
  return { manifest, sha256, problems }
}

function broken(problem: string): Verified {
  return { manifest: undefined, sha256: undefined, problems: [problem] }
}

/** What is a snapshot by its name or its manifest is checked itself: a link within it leads nowhere. */
async function snapshotFolder(given: string): Promise<string> {
  const own = await realpath(given)
  const isOne = await lstat(join(own, manifestFile)).then(
    () => true,
    () => false,
  )
  if (isOne || snapshotName.safeParse(basename(own)).success) return own
  return await realpath(join(own, latestLink)).catch(() => own)
}

interface Stated {
  readonly manifest: Manifest
  readonly sha256: string
  readonly keys: JSONWebKeySet
}

async function signatureProblems(
  folder: string,
  { manifest: { name }, sha256, keys }: Stated,
): Promise<readonly string[]> {
  const jws = await readFile(join(folder, signatureFile), 'utf8').catch(() => '')
  const signed = await signedManifest(keys, jws.trim())
  const problems = basename(folder) === name ? [] : [`the folder is not called ${name}`]
  if (signed === undefined)
    return [...problems, `${signatureFile}: expected a signature of the keys`]
  if (signed.name === name && signed.sha256 === sha256) return problems
  return [...problems, `${manifestFile}: it is not what was signed`]
}

async function unexpectedFiles(folder: string, { datasets }: Manifest): Promise<readonly string[]> {
  const expected = new Set([
    manifestFile,
    signatureFile,
    ...datasets.flatMap(({ content }) => (content === null ? [] : [content.file.name])),
  ])
  return (await readdir(folder))
    .filter((name) => !expected.has(name))
    .map((name) => `${name}: the manifest does not name it`)
}

async function chainProblems(folder: string, { previous }: Manifest): Promise<readonly string[]> {
  if (previous === null) return []
  const text = await readFile(join(dirname(folder), previous.name, manifestFile)).catch(
    () => undefined,
  )
  if (text === undefined || sha256Of(text) === previous.sha256) return []
  return [`${previous.name}: it is not the snapshot that this one follows`]
}

async function fileProblems(
  folder: string,
  { file: { name, bytes, sha256 }, rows, columns }: Content,
): Promise<readonly string[]> {
  const path = join(folder, name)
  const found = await lstat(path).catch(() => undefined)
  if (found === undefined || !found.isFile()) return [`${name}: expected a file`]
  if (found.size !== bytes) return [`${name}: expected ${bytes} bytes, got ${found.size}`]
  const hash = createHash('sha256')
  const isRead = await pipeline(createReadStream(path), hash).then(
    () => true,
    () => false,
  )
  if (!isRead) return [`${name}: it cannot be read`]
  if (hash.digest('hex') !== sha256) return [`${name}: its SHA-256 is another`]
  const facts = await parquetFacts(path).catch(() => undefined)
  if (facts === undefined) return [`${name}: expected a whole Parquet file`]
  const isSame =
    facts.rows === rows && facts.columns.join() === columns.map((one) => one.name).join()
  return isSame ? [] : [`${name}: its rows or columns are not those of the manifest`]
}
