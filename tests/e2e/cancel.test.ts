import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { finishDatabase } from '../../deploy/data/finish-database.ts'
import { prepareDatabase } from '../../deploy/data/prepare-database.ts'
import { adminUrl, databaseUrl } from '../support/database.ts'
import { openSystem, type System } from '../support/system.ts'

/** Tables of two ministries, in databases of this file's own: nobody else waits for what is locked here. */
const tables = { land: 'parcel', health: 'prescription' } as const
type Slow = keyof typeof tables
const slow = Object.keys(tables) as readonly Slow[]
const suffix = Math.random().toString(36).slice(2)
const isSlow = (database: string): database is Slow => database in tables
const urlOf: typeof databaseUrl = (database, role) => {
  const url = new URL(databaseUrl(database, role))
  if (isSlow(database)) url.pathname = `/${database}_${suffix}`
  return url.href
}

let system: System
let locks: readonly (Client & AsyncDisposable)[] = []
beforeAll(async () => {
  await using admin = await connected(adminUrl())
  for (const name of slow)
    await admin.query(`CREATE DATABASE ${name}_${suffix} OWNER ${name}_owner`)
  for (const name of slow) {
    const ownerUrl = urlOf(name, 'owner')
    await prepareDatabase({ ministry: name, ownerUrl, load: { people: 0, seed: 1, dirt: 0 } })
    await finishDatabase(name, ownerUrl, {})
  }
  system = await openSystem({}, { databases: urlOf })
  locks = await Promise.all(
    slow.map(async (name) => {
      const client = await connected(urlOf(name, 'owner'))
      await client.query(`BEGIN; LOCK TABLE ${tables[name]} IN ACCESS EXCLUSIVE MODE`)
      return client
    }),
  )
})
afterAll(async () => {
  await client.destroy()
  await system[Symbol.asyncDispose]()
  for (const lock of locks) await lock[Symbol.asyncDispose]()
  await using admin = await connected(adminUrl())
  for (const name of slow)
    await admin.query(`DROP DATABASE IF EXISTS ${name}_${suffix} WITH (FORCE)`)
})

/** What the readers of the two databases are at work on, by ministry. */
async function atWork(): Promise<readonly string[]> {
  await using admin = await connected(adminUrl())
  const { rows } = await admin.query<{ name: string }>(
    `SELECT replace(datname, $1, '') AS name FROM pg_stat_activity
     WHERE datname LIKE '%' || $1 AND usename LIKE '%_reader' AND state = 'active' ORDER BY 1`,
    [`_${suffix}`],
  )
  return rows.map(({ name }) => name)
}

async function until(names: readonly string[]): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (JSON.stringify(await atWork()) === JSON.stringify(names)) return
    await sleep(25)
  }
  expect(await atWork()).toEqual(names)
}

const query = '{ parcelTotals { count } prescriptionTotals { count } }'

/** A client of its own: what it opens anew after it left would hold the gateway open. */
const client = new Agent()

async function ask(token: string, signal?: AbortSignal): Promise<unknown> {
  const { body } = await request(`${system.url}/graphql`, {
    dispatcher: client,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
    ...(signal === undefined ? {} : { signal }),
  })
  return await body.json()
}

test('a client that goes away ends the statements in the databases of all ministries', async () => {
  const token = await system.token('analyst')
  const leaving = new AbortController()
  const asked = ask(token, leaving.signal)
  await until(['health', 'land'])
  leaving.abort()
  await expect(asked).rejects.toThrow('abort')
  await until([])
  // Their connections are free again: what is asked next is answered as soon as it can be.
  const next = ask(token)
  await until(['health', 'land'])
  for (const lock of locks) await lock.query('ROLLBACK')
  expect(await next).toMatchObject({ data: { parcelTotals: {}, prescriptionTotals: {} } })
  await until([])
})

test('one of two who wait for the same goes away, and the other is answered', async () => {
  for (const [i, lock] of locks.entries())
    await lock.query(`BEGIN; LOCK TABLE ${tables[slow[i] ?? 'land']} IN ACCESS EXCLUSIVE MODE`)
  const token = await system.token('analyst')
  const leaving = new AbortController()
  const first = ask(token, leaving.signal)
  await until(['health', 'land'])
  const second = ask(token)
  await sleep(200)
  leaving.abort()
  await expect(first).rejects.toThrow('abort')
  await sleep(200)
  expect(await atWork()).toEqual(['health', 'land'])
  for (const lock of locks) await lock.query('ROLLBACK')
  expect(await second).toMatchObject({ data: { parcelTotals: {}, prescriptionTotals: {} } })
})
