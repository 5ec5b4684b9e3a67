import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryRoot } from './command-line.ts'

/** A page of the documentation. */
export interface Page {
  /** From the repository's root: `docs/schema.md`. */
  readonly path: string
  readonly text: string
  /** Fenced blocks with the language behind their fence. */
  readonly blocks: readonly { readonly language: string; readonly content: string }[]
}

/** README.md and every page below docs/. */
export async function documentation(): Promise<readonly Page[]> {
  const below = await readdir(join(repositoryRoot, 'docs'), { recursive: true })
  const paths = below.filter((name) => name.endsWith('.md')).map((name) => join('docs', name))
  return await Promise.all(
    ['README.md', ...paths.sort()].map(async (path) => {
      const text = await readFile(join(repositoryRoot, path), 'utf8')
      const blocks = Array.from(text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm), (found) => ({
        language: found[1] ?? '',
        content: found[2] ?? '',
      }))
      return { path, text, blocks }
    }),
  )
}
