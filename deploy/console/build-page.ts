import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { compressFiles } from './compress-files.ts'
import { pageSource, sourceHash } from './source-hash.ts'

const hourMs = 3_600_000

export interface Built {
  /** Where the page lies. */
  readonly folder: string
  /** False when it was there already. */
  readonly isNew: boolean
}

/**
 * Builds the page into `home`/<hash of its source> unless it lies there. It appears there whole or not at all, so that
 * processes that build at once end with the same one; the build before it stays for pages that are still open. Fails
 * where there is no source, or Vite or a check says what is wrong.
 */
export async function buildPage(home: string): Promise<Built> {
  const hash = await sourceHash()
  if (hash === undefined) throw new Error(`${pageSource}: expected the page's source, got none`)
  const folder = join(home, hash)
  if (existsSync(folder)) return { folder, isNew: false }
  await mkdir(home, { recursive: true })
  const draft = join(home, `draft-${randomUUID()}`)
  try {
    await build({
      configFile: join(pageSource, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: draft, emptyOutDir: true },
    })
    await checkPage(draft)
    await compressFiles(join(draft, 'assets'))
    await rename(draft, folder).catch((error: unknown) => {
      // Another process was first, with the same source.
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  await prune(home, hash)
  return { folder, isNew: true }
}

/** What the gateway serves is a document and hashed files, and no script in the document. */
async function checkPage(folder: string): Promise<void> {
  const others = (await readdir(folder)).filter((name) => !['index.html', 'assets'].includes(name))
  if (others.length > 0)
    throw new Error(`the page: expected index.html and assets, got ${others.join(', ')} too`)
  const html = await readFile(join(folder, 'index.html'), 'utf8')
  if (!html.includes('name="csp-nonce"'))
    throw new Error('the page: expected <meta name="csp-nonce" content=""> in index.html, got none')
  if (/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=/i.test(html))
    throw new Error('the page: expected no inline script or style in index.html, got one')
}

/** Keeps this build and the one before it; drafts of builds that were killed go after an hour. */
async function prune(home: string, current: string): Promise<void> {
  const found = await Promise.all(
    (await readdir(home)).map(async (name) => {
      const { mtimeMs } = await stat(join(home, name)).catch(() => ({ mtimeMs: Date.now() }))
      return { name, mtimeMs }
    }),
  )
  const older = found
    .filter(({ name }) => /^[0-9a-f]{16}$/.test(name) && name !== current)
    .sort((a, b) => b.mtimeMs - a.mtimeMs)
    .slice(1)
  const left = found.filter(
    ({ name, mtimeMs }) => name.startsWith('draft-') && Date.now() - mtimeMs > hourMs,
  )
  for (const { name } of [...older, ...left])
    await rm(join(home, name), { recursive: true, force: true })
}
