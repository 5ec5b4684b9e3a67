import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Ended, type Launched, launch } from '../support/command-line.ts'
import { databaseUrl } from '../support/database.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

let folder: Awaited<ReturnType<typeof temporaryDirectory>>
beforeEach(async () => {
  folder = await temporaryDirectory()
})
afterEach(() => folder[Symbol.asyncDispose]())

/** Runs the command line as a user would, with a state folder of its own. */
function run(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Launched {
  return launch(args, {
    directory: folder.path,
    environment: { LIEN_THONG_LOG_LEVEL: 'silent', PORT: '4000', ...environment },
  })
}

async function ended(...command: Parameters<typeof run>): Promise<Ended> {
  await using running = run(...command)
  return await running.ended
}

describe('lien-thong', () => {
  test('mints a token for a persona with a key that it keeps private', async () => {
    const { code, out } = await ended(['token', 'officer'])
    expect(code).toBe(0)
    expect(decodeJwt(out.trim())).toMatchObject({
      iss: 'http://localhost:4000/dev/oidc',
      aud: 'lien-thong',
      roles: ['officer'],
      provinces: ['01'],
    })
    const key = await stat(join(folder.path, 'keys/issuer.jwk.json'))
    expect(key.mode & 0o777).toBe(0o600)
  })

  test('mints nothing when a real issuer is set', async () => {
    const environment = { OIDC_ISSUER: 'https://issuer.example' }
    const { code, out, err } = await ended(['token', 'officer'], environment)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('OIDC_ISSUER is set')
  })

  test('ends with the code and one line for wrong use and for failure', async () => {
    const wrong = await ended(['gatewya'])
    expect(wrong).toEqual({
      code: 2,
      out: '',
      err: 'lien-thong: unknown command: gatewya; did you mean gateway? (see lien-thong --help)\n',
    })
    const absent = await ended(['gateway', '--open', '--supergraph', '/absent'])
    expect(absent.code).toBe(1)
    expect(absent.err).toMatch(/^lien-thong: .*\/absent.*\n$/)
    const database = { LAND_DATABASE_URL: 'postgresql://reader:hunter2@127.0.0.1:1/land' }
    const unreachable = await ended(['subgraph', 'land'], database)
    expect(unreachable.code).toBe(1)
    expect(unreachable.err).toMatch(/^lien-thong: land: .*\n$/)
    expect(unreachable.err).not.toContain('hunter2')
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('runs a gateway until %s', async (signal) => {
    await using gateway = run(['gateway', '--port', '0'], {
      GATEWAY_DATABASE_URL: databaseUrl('gateway', 'writer'),
      LIEN_THONG_GATEWAY_NAME: 'cli',
    })
    const [url] = await gateway.said(/http:\S+(?=\/graphql)/)
    expect((await fetch(`${url}/live`)).status).toBe(200)
    const anonymous = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ provinces { nodes { code } } }"}',
    })
    expect(anonymous.status).toBe(401)
    gateway.child.kill(signal)
    expect((await gateway.ended).code).toBe(0)
  })

  test('composes the ministries, and says when nothing changed', async () => {
    const file = join(folder.path, 'supergraph.graphql')
    const first = await ended(['schema', 'compose', '--out', file])
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toMatch(/supergraph\.graphql: written\n$/)
    const again = await ended(['schema', 'compose', '--out', file])
    expect(again.out).toMatch(/up to date\n$/)
    const checked = await ended(['schema', 'check'])
    expect(checked).toEqual({ code: 0, out: 'no problem\n', err: '' })
  })
})
