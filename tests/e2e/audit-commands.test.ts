import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMinistry } from '../federation/gateway-ministry.ts'
import { land, population, reference } from '../federation/gateway-plans.ts'
import { compose } from '../federation/gateway-world.ts'
import { launch } from '../support/command-line.ts'
import { type OwnCluster, ownCluster, ownPassword } from '../support/own-cluster.ts'
import { portToKeep } from '../support/port-to-keep.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const query = '{ provinces { code } people { pin } }'

/** The journal in a PostgreSQL of its own, of the oldest version, made as docs/operations.md says. */
describe('the audit journal by the command line', () => {
  const opened: AsyncDisposable[] = []
  let cluster: OwnCluster
  let directory: string
  let supergraph: string
  let port: string
  beforeAll(async () => {
    const folder = await temporaryDirectory()
    directory = folder.path
    cluster = await ownCluster(15)
    const ministries = await Promise.all([reference, population, land].map(startMinistry))
    opened.push(folder, cluster, ...ministries)
    supergraph = join(directory, 'supergraph.graphql')
    await writeFile(supergraph, compose(ministries))
    port = String(await portToKeep())
    const password = `'${ownPassword}'`
    await cluster.administer(
      'postgres',
      `CREATE ROLE gateway_owner LOGIN PASSWORD ${password}`,
      `CREATE ROLE gateway_writer LOGIN PASSWORD ${password}`,
      `CREATE ROLE oversight_reader LOGIN PASSWORD ${password}`,
      'CREATE DATABASE gateway OWNER gateway_owner',
    )
  })
  afterAll(async () => {
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
  })

  const run = (...args: string[]) => launch(args, { directory, environment: { PORT: port } }).ended
  const gateway = (environment: Readonly<Record<string, string>>) =>
    launch(['gateway', '--supergraph', supergraph], {
      directory,
      environment: { PORT: port, ...environment },
    })

  test('a gateway without a journal does not start', async () => {
    const without = await gateway({}).ended
    expect(without).toMatchObject({ code: 1, out: '' })
    expect(without.err).toMatch(/^lien-thong: GATEWAY_DATABASE_URL is not set, .*\n$/)
    const unmade = await gateway({ GATEWAY_DATABASE_URL: cluster.url('gateway_writer', 'gateway') })
      .ended
    expect(unmade.code).toBe(1)
    expect(unmade.err).toMatch(/there is no audit journal; make it with lien-thong audit init\n$/)
    expect(unmade.err).not.toContain('password of')
  })

  test('is made, filled, exported, verified and retained', async () => {
    const made = ['audit', 'init', '--database', cluster.url('gateway_owner', 'gateway')]
    expect(await run(...made)).toMatchObject({ code: 0, err: '' })
    expect(await run(...made)).toMatchObject({ code: 0, err: '' })

    const served = gateway({ GATEWAY_DATABASE_URL: cluster.url('gateway_writer', 'gateway') })
    const [url] = await served.said(/http:\/\/[^/\s]+/)
    const token = (await run('token', 'officer')).out.trim()
    for (let asked = 0; asked < 3; asked++) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      })
      expect(response.status).toBe(200)
    }
    served.child.kill('SIGTERM')
    const { err: log } = await served.ended

    const reader = cluster.url('oversight_reader', 'gateway')
    const exported = await run('audit', 'export', '--database', reader)
    expect(exported.code).toBe(0)
    expect(exported.out).not.toContain(token)
    const [file, keys, kept] = ['journal.ndjson', 'keys.json', 'gateway.log'].map((name) =>
      join(directory, name),
    ) as [string, string, string]
    await writeFile(file, exported.out)
    await writeFile(keys, (await run('audit', 'key')).out)
    await writeFile(kept, log)

    const verified = await run('audit', 'verify', file, '--keys', keys, '--kept', kept)
    expect(verified).toMatchObject({ code: 0, err: '' })
    expect(verified.out).toBe(
      '9 records in 1 chains, 2 valid checkpoints, 0 records not signed yet, 0 requests without an outcome\nverified\n',
    )
    expect(await run('audit', 'verify', file)).toMatchObject({ code: 0 })

    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('"rows":6', '"rows":5'))
    const altered = await run('audit', 'verify', file)
    expect(altered.code).toBe(1)
    expect(altered.out).toMatch(
      new RegExp(
        `^${file}:6: altered \\(chain [0-9a-f-]{36}, record 3\\): .*\\n.*\\nNOT verified: 1 problems\\n$`,
      ),
    )
    const lines = text.split('\n')
    await writeFile(file, `${lines.slice(0, 7).join('\n')}\n`)
    expect(await run('audit', 'verify', file)).toMatchObject({ code: 0 })
    expect((await run('audit', 'verify', file, '--kept', kept)).out).toContain('missing')
    await writeFile(file, lines.slice(0, 1).join('\n'))
    expect(await run('audit', 'verify', file)).toMatchObject({ code: 1 })

    const owner = cluster.url('gateway_owner', 'gateway')
    expect(await run('audit', 'retain', '--database', owner)).toMatchObject({
      code: 0,
      out: '0 partitions dropped, 0 chains shortened\n',
    })
  }, 180_000)

  test.each([
    ['audit export --from yesterday', '--from: expected a date'],
    ['audit verify /absent', 'expected a readable file'],
    ['audit verify package.json --keys package.json', '--keys: expected'],
    ['audit retain --months 5', '--months: expected whole number, 6 to 1200'],
    ['audit init', '--database: expected'],
    ['audit', 'expected one of: audit init, audit export'],
  ])('wrong use is told: %s', async (line, said) => {
    const { code, err } = await run(...line.split(' '))
    expect(code).toBe(2)
    expect(err).toContain(said)
  })
})
