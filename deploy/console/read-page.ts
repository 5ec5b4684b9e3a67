import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { type BuiltPage, noncePlace, type PageFile } from '../../gateway/http/console-page.ts'

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * Reads a built page into memory, with the files of the build before it: a page that is still open loads parts of it
 * later.
 */
export async function readPage(folder: string): Promise<BuiltPage> {
  const home = dirname(folder)
  const builds = (await readdir(home)).filter((name) => /^[0-9a-f]{16}$/.test(name))
  const dated = await Promise.all(
    builds.map(async (name) => ({ name, mtimeMs: (await stat(join(home, name))).mtimeMs })),
  )
  const before = dated
    .filter(({ name }) => name !== basename(folder))
    .sort((a, b) => b.mtimeMs - a.mtimeMs)
    .slice(0, 1)
  const files = new Map<string, PageFile>()
  for (const { name } of before)
    for (const [path, file] of await filesOf(join(home, name))) files.set(path, file)
  for (const [path, file] of await filesOf(folder)) files.set(path, file)
  const html = await readFile(join(folder, 'index.html'), 'utf8')
  const nonced = html.replace(
    /(<meta name="csp-nonce" content=")[^"]*"/,
    (_, head: string) => `${head}${noncePlace}"`,
  )
  return Object.freeze({ html: nonced, files })
}

async function filesOf(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const assets = join(folder, 'assets')
  const names = await readdir(assets)
  const contents = new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(assets, name))] as const),
    ),
  )
  const files = [...contents].flatMap(([name, plain]) => {
    const type = types[extname(name)]
    if (type === undefined) return []
    const [br, gzip] = [contents.get(`${name}.br`), contents.get(`${name}.gz`)]
    const packed = { ...(br === undefined ? {} : { br }), ...(gzip === undefined ? {} : { gzip }) }
    return [[`/assets/${name}`, Object.freeze({ type, plain, ...packed })] as const]
  })
  return new Map(files)
}
