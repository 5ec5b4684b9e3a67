import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, readFile, utimes } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { sourceHash } from '../console/source-hash.ts'
import { servedPackages } from './served-packages.ts'
import { servedParts } from './served-parts.ts'

export interface ImageTreeOptions {
  /** The repository, with its packages installed. */
  readonly root: string
  /** The folder of built pages. */
  readonly pages: string
  /** A folder that is not there yet. */
  readonly to: string
}

export interface ImageTree {
  /** SHA-256 over every path with the SHA-256 of its content, in the order of the paths. */
  readonly digest: string
  readonly files: number
  readonly bytes: number
}

const unread = /\.test\.ts$|(?:^|\/)deploy\/(?:compose|helm)\//
/** Of packages: sources and types in TypeScript, maps and prose; licences stay, and so does whatever has no such end. */
const unreadOfPackages =
  /\.[cm]?tsx?$|\.flow$|\.map$|\.tsbuildinfo$|(?<!licen[cs]e|notice)\.(?:md|markdown)$/i

/** A day long past, so that a tree made tomorrow is the same. */
const time = new Date('2026-01-01T00:00:00Z')

/**
 * Makes the file tree of the image: sources, the packages that a server loads, the built page. The same commit gives
 * the same tree, whenever and wherever it is made: content, names, modes (0644, 0755) and times. Throws when the page
 * was not built from this source, or a package is not installed.
 */
export async function imageTree({ root, pages, to }: ImageTreeOptions): Promise<ImageTree> {
  const hash = await sourceHash(join(root, 'gateway/console'))
  const served = new Set(await servedPackages(root))
  const sources = [
    ...(await filesOf(root, servedParts)).filter((file) => !unread.test(file)),
    ...(await packageFiles(root, served)),
  ].map((file) => ({ from: join(root, file), file }))
  const page = join(pages, hash ?? 'none')
  if (!existsSync(page)) throw new Error(`${page}: expected the built page; run console build`)
  const built = (await filesOf(page, ['.'])).map((file) => ({
    from: join(page, file),
    file: join('console', hash ?? 'none', file),
  }))
  const all = [...sources, ...built].sort((a, b) => (a.file < b.file ? -1 : 1))
  const digest = createHash('sha256')
  let bytes = 0
  for (const { from, file } of all) {
    const content = await readFile(from)
    bytes += content.length
    digest.update(`${file}\0${createHash('sha256').update(content).digest('hex')}\n`)
    await put(from, join(to, file))
  }
  await settle(to)
  return { digest: digest.digest('hex'), files: all.length, bytes }
}

async function put(from: string, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await copyFile(from, file)
  // A package's program is started by its path: esbuild's.
  await chmod(file, /\/bin\/[^/]+$/.test(file) ? 0o755 : 0o644)
  await utimes(file, time, time)
}

/** Folders last, since what is put into them changes their time. */
async function settle(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries) if (entry.isDirectory()) await settle(join(folder, entry.name))
  await chmod(folder, 0o755)
  await utimes(folder, time, time)
}

/** Paths of files below some folders, relative to the root; links are no content. */
async function filesOf(root: string, below: readonly string[]): Promise<string[]> {
  const found = below.map(async (part) => {
    const entries = await readdir(join(root, part), { recursive: true, withFileTypes: true }).catch(
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined
        throw error
      },
    )
    return (
      entries
        ?.filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name))) ?? [part]
    )
  })
  return (await Promise.all(found)).flat()
}

async function packageFiles(root: string, served: ReadonlySet<string>): Promise<string[]> {
  const found: string[] = []
  for (const folder of served) {
    for (const file of await filesOf(root, [folder])) {
      // What lies in a package's own node_modules is a package of its own.
      if (file.slice(folder.length).includes('/node_modules/')) continue
      if (!unreadOfPackages.test(file)) found.push(file)
    }
  }
  return found
}
