import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openPage } from '../../deploy/console/open-page.ts'
import { readPage } from '../../deploy/console/read-page.ts'
import { sourceHash } from '../../deploy/console/source-hash.ts'
import type { ConsolePage } from '../../gateway/http/console-page.ts'
import { launch } from '../support/command-line.ts'
import { openSignInGateway, type SignInGateway } from '../support/sign-in-gateway.ts'
import { rawRequest } from '../attack/raw-request.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('the build', () => {
  test('two at once end with one whole page, and a third finds it', async () => {
    const build = () => launch(['console', 'build'], { directory: folder }).ended
    const both = await Promise.all([build(), build()])
    expect(both.map(({ code, err }) => ({ code, err }))).toEqual([
      { code: 0, err: '' },
      { code: 0, err: '' },
    ])
    expect(both.map(({ out }) => out).join('')).toMatch(
      /^console: the page was built in [\d.]+ s$/m,
    )
    expect(await readdir(join(folder, 'console'))).toEqual([await sourceHash()])
    const third = await build()
    expect(third.out).toBe('console: the page is up to date\n')
  })

  test('a data folder that cannot be one is said in a line', async () => {
    const { code, err } = await launch(['console', 'build'], { directory: '/proc/none' }).ended
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(
        /^lien-thong: \/proc\/none cannot be the data folder \(\w+\); .*\n$/,
      ),
    })
  })

  test('its name changes with any file of the source', async () => {
    const source = join(folder, 'source')
    await mkdir(source)
    expect(await sourceHash(source)).toBeUndefined()
    await writeFile(join(source, 'index.html'), 'a')
    const first = await sourceHash(source)
    await writeFile(join(source, 'more.ts'), 'a')
    const second = await sourceHash(source)
    await writeFile(join(source, 'more.ts'), 'b')
    expect(new Set([first, second, await sourceHash(source)]).size).toBe(3)
  })

  test('a gateway with LIEN_THONG_CONSOLE=off has no page, one without a build has it later', async () => {
    const parts = { print: () => undefined, log: pino({ enabled: false }) }
    const at = (dataDir: string) => ({ dataDir, consoleDir: join(dataDir, 'console') })
    const off = { console: 'off', ...at(folder) }
    expect(await openPage({ ...parts, settings: off })).toBeUndefined()
    const fresh = await openPage({ ...parts, settings: { console: 'on', ...at(folder) } })
    expect(fresh?.current()).toMatchObject({ html: expect.stringContaining('__CSP_NONCE__') })
    const empty = join(folder, 'empty')
    const building = await openPage({ ...parts, settings: { console: 'on', ...at(empty) } })
    expect(building?.current()).toBe('building')
    await building?.close()
    expect(building?.current()).toBe('building')
  })

  test('one that fails is said, and a page that is built by hand is found', async () => {
    const said: string[] = []
    const log = pino({ level: 'error' }, { write: (line: string) => void said.push(line) })
    // The build cannot make its folder where a file lies.
    const dataDir = join(folder, 'blocked')
    await mkdir(dataDir)
    await writeFile(join(dataDir, 'console'), '')
    const page = await openPage({
      settings: { console: 'on', dataDir, consoleDir: join(dataDir, 'console') },
      print: () => undefined,
      log,
    })
    await vi.waitFor(() => expect(page?.current()).toBe('failed'), { timeout: 60_000 })
    expect(said.join('')).toContain('the page could not be built')
    await rm(join(dataDir, 'console'))
    await cp(join(folder, 'console'), join(dataDir, 'console'), { recursive: true })
    await vi.waitFor(() => expect(page?.current()).toHaveProperty('html'), { timeout: 10_000 })
    await page?.close()
  })
})

describe('what is served', () => {
  let gateway: SignInGateway
  let now: ReturnType<ConsolePage['current']>
  beforeAll(async () => {
    now = await readPage(join(folder, 'console', (await sourceHash()) ?? ''))
    gateway = await openSignInGateway({ page: { current: () => now } })
  })
  afterAll(() => gateway[Symbol.asyncDispose]())
  const script = async (): Promise<string> => {
    const html = await (await fetch(gateway.url)).text()
    return /src="(\/assets\/[\w-]+\.js)"/.exec(html)?.[1] ?? ''
  }

  test('the document, under every route of the page', async () => {
    for (const path of ['/', '/ask', '/reports/x', '/ministry/land', '/developers']) {
      const answer = await fetch(`${gateway.url}${path}`)
      expect([answer.status, answer.headers.get('content-type')], path).toEqual([
        200,
        'text/html; charset=utf-8',
      ])
    }
    const head = await fetch(gateway.url, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect((await fetch(gateway.url, { method: 'POST' })).status).toBe(405)
  })

  test('files for ever, as they are or compressed when they were built', async () => {
    const path = await script()
    const raw = async (accepted: string): Promise<{ head: string; body: Buffer }> => {
      const said = await rawRequest(
        gateway.url,
        `GET ${path} HTTP/1.1\r\nhost: localhost\r\naccept-encoding: ${accepted}\r\nconnection: close\r\n\r\n`,
      )
      const at = said.indexOf('\r\n\r\n')
      return { head: said.slice(0, at), body: Buffer.from(said.slice(at + 4), 'latin1') }
    }
    const plain = await raw('identity')
    expect(plain.head).toMatch(/^cache-control: public, max-age=31536000, immutable$/im)
    expect(plain.head).toMatch(/^content-type: text\/javascript; charset=utf-8$/im)
    expect(plain.head).toMatch(/^vary: accept-encoding$/im)
    expect(plain.head).not.toMatch(/^content-encoding/im)
    const br = await raw('gzip, deflate, br;q=0.1')
    expect(br.head).toMatch(/^content-encoding: br$/im)
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true)
    const gzip = await raw('br;q=0, gzip')
    expect(gzip.head).toMatch(/^content-encoding: gzip$/im)
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true)
    expect(br.body.length).toBeLessThan(gzip.body.length)
    const head = await fetch(`${gateway.url}${path}`, { method: 'HEAD' })
    expect([head.status, (await head.text()).length]).toEqual([200, 0])
  })

  test.each([
    '/assets/absent-12345678.js',
    '/assets/',
    '/assets/../index.html',
    '/assets/%2e%2e/index.html',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/assets/index.js.br',
  ])('nothing at %s', async (path) => {
    const said = await rawRequest(
      gateway.url,
      `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`,
    )
    expect(said).toMatch(/^HTTP\/1.1 404/)
    expect(said).toContain('"code":"BAD_USER_INPUT"')
  })

  test('a page that says so while there is none, and the API beside it', async () => {
    const built = now
    try {
      now = 'building'
      const building = await fetch(`${gateway.url}/ask?x=1`)
      expect(building.status).toBe(503)
      expect(await building.text()).toMatch(/http-equiv="refresh" content="2; url=\/ask\?x=1"/)
      now = 'failed'
      expect(await (await fetch(gateway.url)).text()).toContain('npx lien-thong console build')
      expect((await fetch(`${gateway.url}/live`)).status).toBe(200)
    } finally {
      now = built
    }
  })
})
