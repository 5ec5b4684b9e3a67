import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mintMinistryToken } from '../../auth/ministry-token.ts'
import { permissions } from '../../auth/permission.ts'
import { openPersonKeys } from '../../auth/person-keys.ts'
import { openSigningKey, type SigningKey } from '../../auth/signing-key.ts'
import { openMinistryVerifier } from '../../auth/verify-ministry.ts'
import { loadData } from '../../deploy/data/load-data.ts'
import { type Cluster, openCluster } from '../../deploy/local/cluster.ts'
import { land } from '../../subgraphs/land/subgraph.ts'
import { serveMinistry, type ServedMinistry } from '../../subgraphs/kit/serve.ts'
import { allGrants } from '../support/served-ministry.ts'
import { recordSecret } from '../support/record-secret.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { quietLog } from '../support/quiet-log.ts'

const query = '{ parcels(first: 1) { nodes { geohash } } }'

interface Answer {
  readonly data?: unknown
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let cluster: Cluster
let served: ServedMinistry
let key: SigningKey

beforeAll(async () => {
  directory = await temporaryDirectory()
  cluster = await openCluster({ directory: directory.path, log: () => undefined })
  const owner = cluster.url({ database: 'land', role: 'owner' })
  await loadData({
    people: 50,
    seed: 1,
    dirt: 0,
    recordSecret,
    targets: new Map([['land', owner]]),
  })
  key = await openSigningKey(join(directory.path, 'gateway.jwk.json'))
  served = await serveMinistry({
    ministry: land,
    databaseUrl: cluster.url({ database: 'land', role: 'reader' }),
    poolSize: 2,
    verify: openMinistryVerifier({ jwks: key.jwks, ministry: 'land' }),
    cursorSecret: Buffer.alloc(32, 1),
    personKeys: await openPersonKeys(join(directory.path, 'persons.jwks.json')),
    host: '127.0.0.1',
    port: 0,
    log: quietLog(),
  })
})

afterAll(async () => {
  await served.close()
  await cluster.stop()
  await directory[Symbol.asyncDispose]()
})

async function ask(deadlineMs = 5000, signal?: AbortSignal): Promise<Answer> {
  const errand = {
    caller: { id: 't', roles: ['citizen' as const] },
    ministry: 'land',
    grants: allGrants,
    permissions,
    purpose: 'citizen-self',
  }
  const token = await mintMinistryToken(key, errand, new Date())
  const response = await fetch(served.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'x-deadline-ms': String(deadlineMs),
    },
    body: JSON.stringify({ query }),
    ...(signal === undefined ? {} : { signal }),
  })
  return (await response.json()) as Answer
}

function code({ errors }: Answer): string {
  return errors?.map(({ extensions }) => extensions.code).join() ?? 'none'
}

/** Holds the table so that every reader waits. */
async function locked(): Promise<Client> {
  const client = new Client({ connectionString: cluster.url({ database: 'land', role: 'owner' }) })
  await client.connect()
  await client.query('BEGIN; LOCK TABLE parcel IN ACCESS EXCLUSIVE MODE')
  return client
}

async function waiting(client: Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_locks WHERE relation = 'parcel'::regclass AND NOT granted`,
  )
  return rows[0]?.n ?? -1
}

describe('a ministry whose database does not answer', () => {
  test('gives up at the deadline, in the database too', async () => {
    await using stack = new AsyncDisposableStackLike()
    const client = stack.use(await locked())
    const began = performance.now()
    expect(code(await ask(300))).toBe('DEADLINE_EXCEEDED')
    expect(performance.now() - began).toBeLessThan(6000)
    expect(await waiting(client)).toBe(0)
  })

  test('cancels the statement when the caller goes away', async () => {
    await using stack = new AsyncDisposableStackLike()
    const client = stack.use(await locked())
    const leaving = new AbortController()
    const asked = ask(20_000, leaving.signal).catch(() => undefined)
    for (let i = 0; i < 100 && (await waiting(client)) === 0; i++) await sleep(20)
    expect(await waiting(client)).toBe(1)
    leaving.abort()
    await asked
    for (let i = 0; i < 100 && (await waiting(client)) > 0; i++) await sleep(20)
    expect(await waiting(client)).toBe(0)
  })

  test('waits for a connection no longer than the deadline when all are taken', async () => {
    await using stack = new AsyncDisposableStackLike()
    stack.use(await locked())
    const began = performance.now()
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(400)))
    expect(new Set(answers.map(code))).toEqual(new Set(['DEADLINE_EXCEEDED']))
    expect(performance.now() - began).toBeLessThan(6000)
  })

  test('answers MINISTRY_UNAVAILABLE while it is down, and rows again once it is back', async () => {
    expect(code(await ask())).toBe('none')
    await cluster.stop()
    expect(code(await ask())).toBe('MINISTRY_UNAVAILABLE')
    expect(code(await ask())).toBe('MINISTRY_UNAVAILABLE')
    cluster = await openCluster({ directory: directory.path, log: () => undefined })
    expect(code(await ask())).toBe('none')
  })
})

/** Ends connections at the end of a test; Node 20 has no AsyncDisposableStack. */
class AsyncDisposableStackLike implements AsyncDisposable {
  readonly #clients: Client[] = []

  use(client: Client): Client {
    this.#clients.push(client)
    return client
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.end()))
  }
}
