import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { type Launched, launch, processesOf, repositoryRoot } from '../support/command-line.ts'
import { databaseUrl } from '../support/database.ts'
import { expectNear } from '../support/near-count.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const ready =
  /Liên Thông is ready[\s\S]*GraphQL +(http:\S+)\/graphql[\s\S]*(^ {2}curl [\s\S]*?')\n\n/m
const run = promisify(execFile)

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
beforeAll(async () => {
  directory = await temporaryDirectory()
})
afterAll(() => directory[Symbol.asyncDispose]())

async function start(environment: Record<string, string> = {}) {
  const started = launch(['start'], { directory: directory.path, environment })
  const [, url = '', command = ''] = await started.said(ready)
  return Object.assign(started, { url, command })
}

/** Ends as asked, with that code, and leaves no process behind. */
async function stops({ child, ended }: Launched, signal: NodeJS.Signals, code = 0) {
  child.kill(signal)
  const { code: got, err } = await ended
  expect({ code: got, stack: /^ {4}at /m.test(err) }).toEqual({ code, stack: false })
  await expect.poll(() => processesOf(directory.path), { timeout: 20_000 }).toEqual([])
}

describe.sequential('start', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('while the cluster is made: %s', async (signal) => {
    await using starting = launch(['start'], { directory: directory.path })
    await starting.said(/making the PostgreSQL cluster/)
    await stops(starting, signal, 130)
  })

  test('while rows are made: Ctrl-C, and Ctrl-C again at once', async () => {
    await using starting = launch(['start'], {
      directory: directory.path,
      environment: { LIEN_THONG_PEOPLE: '200000' },
    })
    await starting.said(/^people .* [1-9]\d*\/200000/m)
    starting.child.kill('SIGINT')
    await stops(starting, 'SIGINT', 130)
  })

  test('starts over, answers the query that it prints, and refuses a second start', async () => {
    await using first = await start()
    // In another terminal: nothing of the first one's environment.
    const { stdout } = await run('sh', ['-c', first.command], {
      cwd: repositoryRoot,
      env: { PATH: process.env['PATH'] },
    })
    const { data, errors } = JSON.parse(stdout) as { data?: unknown; errors?: unknown }
    expect(errors).toBeUndefined()
    expect(data).toMatchObject({
      provinces: { nodes: [{ code: '01', name: 'Hà Nội' }, { code: '04' }, { code: '08' }] },
    })

    const { port } = new URL(first.url)
    for (const environment of [{ PORT: port }, { PORT: '0' }]) {
      const second = await launch(['start'], { directory: directory.path, environment }).ended
      expect(second).toEqual({
        code: 1,
        out: '',
        err: `lien-thong: already running: process ${first.child.pid}, http://localhost:${port} (${directory.path})\n`,
      })
    }
    const state = JSON.parse(await readFile(join(directory.path, 'owner.json'), 'utf8')) as object
    expect(state).toMatchObject({ pid: first.child.pid })
    await stops(first, 'SIGINT')
  })

  test('after kill -9: deals with the server that was left, keeps the data, and finds its journal whole', async () => {
    const killed = await start()
    killed.child.kill('SIGKILL')
    await killed.ended
    expect(await processesOf(directory.path)).not.toEqual([])
    await using again = await start()
    await expect
      .poll(() => journalOf(again.url), { timeout: 60_000, interval: 500 })
      .toMatchObject({ state: 'VERIFIED', problems: [] })
    await stops(again, 'SIGTERM')
  })

  test('a closed terminal stops everything, also while somebody reads only the beginning', async () => {
    await using started = await start()
    started.child.stdout?.destroy()
    started.child.stderr?.destroy()
    await stops(started, 'SIGHUP')
  })

  test('one ministry from a database of its own, the others embedded', async () => {
    await using mixed = await start({ LAND_DATABASE_URL: databaseUrl('land', 'reader') })
    const { stdout } = await run('sh', ['-c', mixed.command], { cwd: repositoryRoot })
    const { data } = JSON.parse(stdout) as {
      data: { provinces: { nodes: { parcelTotals: { count: number } }[] } }
    }
    await using land = await connected(databaseUrl('land', 'owner'))
    const { rows } = await land.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM parcel WHERE province_code = '01'`,
    )
    expectNear(data.provinces.nodes[0]?.parcelTotals.count, rows[0]?.count)
    await stops(mixed, 'SIGINT')
  })

  test('a port in use is told at once, and nothing is started', async () => {
    const holder = createServer()
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
    const address = holder.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    for (const args of [['start'], ['gateway'], ['subgraph', 'land', '--port', port]]) {
      const ended = await launch(args, {
        directory: directory.path,
        environment: { PORT: port, LAND_DATABASE_URL: databaseUrl('land', 'reader') },
      }).ended
      expect(ended).toMatchObject({ code: 1, out: '' })
      expect(ended.err).toMatch(
        new RegExp(`^lien-thong: (land: )?port ${port} of 127.0.0.1 is in use; .*\\n$`),
      )
    }
    expect(await processesOf(directory.path)).toEqual([])
    holder.close()
  })

  test('wrong settings are listed together', async () => {
    const environment = { PORT: 'four', LIEN_THONG_POEPLE: '5', LIEN_THONG_DEADLINE_MS: '1' }
    const ended = await launch(['start'], { directory: directory.path, environment }).ended
    expect(ended).toMatchObject({ code: 2, out: '' })
    expect(ended.err.split('\n').map((line) => line.trim().split(/[ :]/)[0])).toEqual([
      'lien-thong',
      'LIEN_THONG_POEPLE',
      'PORT',
      'LIEN_THONG_DEADLINE_MS',
      '',
    ])
  })
})

/** What the check of the journal says, as an operator sees it. */
async function journalOf(url: string): Promise<unknown> {
  const token = await fetch(`${url}/dev/oidc/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials&client_id=operator',
  })
  const { access_token: bearer } = (await token.json()) as { readonly access_token: string }
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ query: '{ auditChains { state reason problems { kind what } } }' }),
  })
  const { data } = (await answer.json()) as { readonly data?: { readonly auditChains?: unknown } }
  return data?.auditChains
}
