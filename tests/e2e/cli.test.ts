import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseUrl } from '../support/database.ts'
import { recordTold } from '../support/run-record.ts'

const root = join(import.meta.dirname, '../..')
let folder: string
let children: ChildProcess[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'))
  children = []
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

/** Runs the command line as a user would, with a state folder of its own. */
function launch(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['deploy/lien-thong.mjs', ...args], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      LIEN_THONG_DATA_DIR: folder,
      LIEN_THONG_CONSOLE: 'off',
      LIEN_THONG_LOG_LEVEL: 'silent',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const output = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (output.out += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (output.err += String(chunk)))
  const ended = once(child, 'close').then(([code]) => {
    recordTold('stderr', output.err)
    return { code: code as number, ...output }
  })
  return { child, ended, output }
}

async function firstLine(output: { readonly out: string }): Promise<string> {
  while (!output.out.includes('\n')) await new Promise((resolve) => setTimeout(resolve, 20))
  return output.out.split('\n')[0] ?? ''
}

describe('lien-thong', () => {
  test('mints a token for a persona with a key that it keeps private', async () => {
    const { code, out } = await launch(['token', 'officer']).ended
    expect(code).toBe(0)
    expect(decodeJwt(out.trim())).toMatchObject({
      iss: 'http://localhost:4000/dev/oidc',
      aud: 'lien-thong',
      roles: ['officer'],
      provinces: ['01'],
    })
    const key = await stat(join(folder, 'keys/issuer.jwk.json'))
    expect(key.mode & 0o777).toBe(0o600)
  })

  test('mints nothing when a real issuer is set', async () => {
    const environment = { OIDC_ISSUER: 'https://issuer.example' }
    const { code, out, err } = await launch(['token', 'officer'], environment).ended
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('OIDC_ISSUER is set')
  })

  test('ends with the code and one line for wrong use and for failure', async () => {
    const wrong = await launch(['gatewya']).ended
    expect(wrong).toEqual({
      code: 2,
      out: '',
      err: 'lien-thong: unknown command: gatewya; did you mean gateway? (see lien-thong --help)\n',
    })
    const absent = await launch(['gateway', '--open', '--supergraph', '/absent']).ended
    expect(absent.code).toBe(1)
    expect(absent.err).toMatch(/^lien-thong: .*\/absent.*\n$/)
    const database = { LAND_DATABASE_URL: 'postgresql://reader:hunter2@127.0.0.1:1/land' }
    const unreachable = await launch(['subgraph', 'land'], database).ended
    expect(unreachable.code).toBe(1)
    expect(unreachable.err).toMatch(/^lien-thong: land: .*\n$/)
    expect(unreachable.err).not.toContain('hunter2')
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('runs a gateway until %s', async (signal) => {
    const { child, ended, output } = launch(['gateway', '--port', '0'], {
      GATEWAY_DATABASE_URL: databaseUrl('gateway', 'writer'),
      LIEN_THONG_GATEWAY_NAME: 'cli',
    })
    const url = /http:\S+(?=\/graphql)/.exec(await firstLine(output))?.[0] ?? ''
    expect((await fetch(`${url}/live`)).status).toBe(200)
    const anonymous = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ provinces { nodes { code } } }"}',
    })
    expect(anonymous.status).toBe(401)
    child.kill(signal)
    expect((await ended).code).toBe(0)
  })

  test('composes the ministries, and says when nothing changed', async () => {
    const file = join(folder, 'supergraph.graphql')
    const first = await launch(['schema', 'compose', '--out', file]).ended
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toMatch(/supergraph\.graphql: written\n$/)
    const again = await launch(['schema', 'compose', '--out', file]).ended
    expect(again.out).toMatch(/up to date\n$/)
    const checked = await launch(['schema', 'check']).ended
    expect(checked).toEqual({ code: 0, out: 'no problem\n', err: '' })
  })
})
