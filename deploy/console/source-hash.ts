import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The page's source, with the configuration of its build. */
export const pageSource = join(root, 'gateway/console')

/**
 * Names what a page is built from: the source without its tests, and the packages’ exact versions. 16 hexadecimal digits; undefined where
 * this installation carries no source.
 */
export async function sourceHash(source = pageSource): Promise<string | undefined> {
  if (!existsSync(join(source, 'index.html'))) return undefined
  const entries = await readdir(source, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const lock = ['package-lock.json', 'package.json']
    .map((name) => join(root, name))
    .find((file) => existsSync(file))
  const read = [...files, ...(lock === undefined ? [] : [lock])].map(
    async (file) => [relative(source, file), await readFile(file)] as const,
  )
  const hash = createHash('sha256')
  for (const [name, content] of await Promise.all(read))
    hash.update(`${name}\0${content.length}\0`).update(content)
  return hash.digest('hex').slice(0, 16)
}
