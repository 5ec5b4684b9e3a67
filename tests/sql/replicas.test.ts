import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mintMinistryToken } from '../../auth/ministry-token.ts'
import { openPersonKeys } from '../../auth/person-keys.ts'
import { allRows } from '../../auth/row-scope.ts'
import { openSigningKey } from '../../auth/signing-key.ts'
import { openMinistryVerifier } from '../../auth/verify-ministry.ts'
import { connected } from '../../deploy/connected.ts'
import { ministry } from '../../subgraphs/kit/ministry.ts'
import { openPlaces } from '../../subgraphs/kit/places.ts'
import { serveMinistry } from '../../subgraphs/kit/serve.ts'
import { ownCluster, type OwnCluster } from '../support/own-cluster.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { quietLog } from '../support/quiet-log.ts'

const access = 'fisheries:catalogue:read' as const
const schema = `
"Tàu · Ship"
type Ship @key(fields: "code") @table(name: "ship", key: ["code"])
  @aggregate(scopes: [["${access}"]]) @requiresScopes(scopes: [["${access}"]]) {
  code: ID! @filterable @sortable
}`

interface Answer {
  readonly count: number | undefined
  readonly asOf: string
}

describe('a ministry that reads from a replica', () => {
  let primary: OwnCluster
  let replica: OwnCluster
  let ask: () => Promise<Answer>
  const opened: AsyncDisposable[] = []

  beforeAll(async () => {
    primary = await ownCluster(18)
    opened.push(primary)
    await primary.administer(
      'postgres',
      `CREATE ROLE reader LOGIN PASSWORD 'reader'; CREATE TABLE ship (code text PRIMARY KEY);
       INSERT INTO ship SELECT n::text FROM generate_series(1, 100) AS n; GRANT SELECT ON ship TO reader`,
    )
    replica = await primary.standby()
    opened.push(replica)
    const directory = await temporaryDirectory()
    opened.push(directory)
    await writeFile(join(directory.path, 'schema.graphql'), schema)
    const key = await openSigningKey(join(directory.path, 'gateway.jwk.json'))
    const served = await serveMinistry({
      ministry: ministry({
        name: 'fisheries',
        port: 0,
        folder: pathToFileURL(`${directory.path}/`),
      }),
      databaseUrl: urls(),
      maxLagMs: 1000,
      poolSize: 4,
      verify: openMinistryVerifier({ jwks: key.jwks, ministry: 'fisheries' }),
      cursorSecret: randomBytes(32),
      personKeys: await openPersonKeys(join(directory.path, 'persons.jwks.json')),
      host: '127.0.0.1',
      port: 0,
      log: quietLog(),
    })
    opened.push({ [Symbol.asyncDispose]: () => served.close() })
    const errand = {
      caller: { id: 'test', roles: ['citizen'] as const },
      ministry: 'fisheries',
      grants: { [access]: allRows },
      permissions: [access],
    }
    ask = async () => {
      const token = await mintMinistryToken(key, errand, new Date())
      const response = await fetch(served.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({
          query: '{ shipTotals { count } ships(first: 50) { nodes { code } } }',
        }),
      })
      const { data, extensions } = (await response.json()) as {
        data?: { shipTotals?: { count: number } }
        extensions?: { provenance: { asOf: string } }
      }
      return { count: data?.shipTotals?.count, asOf: extensions?.provenance.asOf ?? '' }
    }
  })
  afterAll(async () => {
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
  })

  const urls = (): string =>
    [replica, primary].map((one) => one.url('reader', 'postgres', 'reader')).join(' ')

  /** Connections on which the reader has just read. */
  async function readersOn(cluster: OwnCluster): Promise<number> {
    await using client = await connected(cluster.url('dba', 'postgres'))
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE usename = 'reader' AND query = 'COMMIT'`,
    )
    return rows[0]?.n ?? 0
  }

  async function until(isThere: () => Promise<boolean>): Promise<void> {
    for (let i = 0; i < 200; i++) {
      if (await isThere()) return
      await sleep(50)
    }
    throw new Error('not within ten seconds')
  }

  it('asks the replica, which spares the primary', async () => {
    await until(async () => (await ask()).count === 100 && (await readersOn(replica)) > 0)
    await until(async () => {
      await ask()
      return (await readersOn(primary)) === 0
    })
  })

  it('loses no request when the replica is killed, and comes back to it', async () => {
    let failed = 0
    let asked = 0
    const over = new AbortController()
    const askers = [1, 2, 3].map(async () => {
      while (!over.signal.aborted) {
        asked++
        if ((await ask()).count !== 100) failed++
      }
    })
    await sleep(300)
    const before = asked
    await replica.kill()
    await sleep(1500)
    expect(asked).toBeGreaterThan(before)
    // At one moment all of them may be amid a request.
    await until(async () => (await readersOn(primary)) > 0)
    await replica.start()
    await until(async () => (await readersOn(replica)) > 0)
    over.abort()
    await Promise.all(askers)
    expect({ failed }).toEqual({ failed: 0 })
  })

  it('leaves out a replica that is too far behind', async () => {
    const places = openPlaces(urls().split(' '), { maxLagMs: 1000, applicationName: 'test' })
    const [near] = places.all
    await until(async () => near?.isReplica === true && near.isFit)
    await replica.administer('postgres', 'SELECT pg_wal_replay_pause()')
    await primary.administer('postgres', `INSERT INTO ship VALUES ('new')`)
    await until(async () => near?.isFit === false)
    expect(places.next()).toBe(places.all[1])
    await until(async () => (await ask()).count === 101)
    await replica.administer('postgres', 'SELECT pg_wal_replay_resume()')
    await until(async () => near?.isFit === true)
    expect(places.next()).toBe(near)
    expect(Math.abs((near?.asOf ?? 0) - Date.now())).toBeLessThan(5000)
    places.close()
  })
})
