import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openSigningKey } from '../../auth/signing-key.ts'
import { connected } from '../../deploy/connected.ts'
import { portToKeep } from '../support/port-to-keep.ts'
import { openUseRecorder } from '../../gateway/use/use-recorder.ts'
import { openUseSender } from '../../gateway/use/use-sender.ts'
import { launch } from '../support/command-line.ts'
import { databaseUrl } from '../support/database.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { followerToken, type House, openHouse } from './registry-house.ts'

const useToken = 'a-shared-secret-of-those-who-count-0123'
const day = new Date().toISOString().slice(0, 10)
let house: House
beforeAll(async () => {
  house = await openHouse({ useToken })
})
afterAll(() => house[Symbol.asyncDispose]())

const batchOf = (consumer: string, coordinates: readonly string[] = ['Query.provinces']) => ({
  id: randomUUID(),
  counts: coordinates.map((coordinate) => ({
    day,
    consumer,
    coordinate,
    requests: 3,
    lastAt: Date.now(),
  })),
})

const send = async (body: unknown, token = useToken) =>
  (await house.send('POST', 'use', { body, token })).status

async function counted(consumer: string, coordinate = 'Query.provinces'): Promise<number> {
  await using client = await connected(house.databaseUrl)
  const { rows } = await client.query<{ requests: string }>(
    'SELECT requests FROM registry.field_use WHERE consumer = $1 AND coordinate = $2',
    [consumer, coordinate],
  )
  return Number(rows[0]?.requests ?? 0)
}

test('a batch is added once, by those who hold the secret alone', async () => {
  const batch = batchOf('application:once')
  expect(await send(batch, followerToken)).toBe(401)
  expect(await send(batch, await house.token('operator'))).toBe(401)
  expect(await counted('application:once')).toBe(0)
  expect(await Promise.all([send(batch), send(batch), send(batch)])).toEqual([204, 204, 204])
  expect(await counted('application:once')).toBe(3)
  expect(await send({ ...batch, id: randomUUID() })).toBe(204)
  expect(await counted('application:once')).toBe(6)
})

test.each([
  ['no id', { id: 'x' }, 400],
  ['no count', { counts: [] }, 400],
  ['5,000 counts', { counts: batchOf('role:a', names(5000)).counts }, 204],
  ['5,001 counts', { counts: batchOf('role:a', names(5001)).counts }, 400],
  ['a person', { counts: batchOf('Nguyễn Văn An').counts }, 400],
  ['no coordinate', { counts: batchOf('role:a', ['x; DROP TABLE']).counts }, 400],
  ['a day of the last 400', { counts: onDay(399) }, 204],
  ['a day before', { counts: onDay(402) }, 400],
  ['a day to come', { counts: onDay(-4) }, 400],
  ['something else', { extra: 1 }, 400],
])('%s', async (_what, part, status) => {
  expect(await send({ ...batchOf('role:b'), ...part })).toBe(status)
})

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `T.f${i}`)
}

function onDay(ago: number) {
  const at = new Date(Date.now() - ago * 86_400_000)
  return batchOf('role:b').counts.map((one) => ({
    ...one,
    day: at.toISOString().slice(0, 10),
    lastAt: at.getTime(),
  }))
}

test('a registry that is away for a while loses nothing, and one that refuses a batch stops no other', async () => {
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
  const url = `${house.gateway.url}/registry`
  let isAway = true
  const sender = openUseSender({ url, token: useToken })
  const gone = openUseSender({ url: 'http://127.0.0.1:1/registry', token: useToken })
  const store = { ...sender, add: (batch: never) => (isAway ? gone : sender).add(batch) }
  const recorder = openUseRecorder({ store, intervalMs: 20, log })
  const count = (consumer: string) =>
    recorder.count({
      consumer,
      use: { coordinates: ['Query.provinces'], open: [] },
      variables: {},
    })
  count('application:short-outage')
  await vi.waitFor(() => expect(lines.join('')).toContain('not written; it is tried again'), 10_000)
  count('application:short-outage')
  isAway = false
  await vi.waitFor(async () => expect(await counted('application:short-outage')).toBe(2), 10_000)
  count('nobody who counts')
  await vi.waitFor(() => expect(lines.join('')).toContain('use: counts are refused'), 10_000)
  count('application:short-outage')
  await recorder.close()
  expect(await counted('application:short-outage')).toBe(3)
})

test('a gateway that follows and is killed loses what it counted in the last interval, and counts nothing twice', async () => {
  await using directory = await temporaryDirectory()
  const port = await portToKeep()
  const keys = join(directory.path, 'believed.json')
  await writeFile(keys, JSON.stringify(house.key.jwks))
  const issuer = await openSigningKey(join(directory.path, 'keys', 'issuer.jwk.json'))
  const client = `killed-${randomUUID()}`
  const token = await new SignJWT({ roles: ['officer'], provinces: ['01'], client_id: client })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: issuer.kid })
    .setIssuer(`http://localhost:${port}/dev/oidc`)
    .setAudience('lien-thong')
    .setSubject('test-killed')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(issuer.privateKey)
  await using gateway = launch(['gateway'], {
    directory: directory.path,
    environment: {
      PORT: String(port),
      GATEWAY_DATABASE_URL: databaseUrl('gateway', 'writer'),
      LIEN_THONG_GATEWAY_NAME: client,
      LIEN_THONG_REGISTRY_URL: `${house.gateway.url}/registry`,
      LIEN_THONG_REGISTRY_TOKEN: followerToken,
      LIEN_THONG_REGISTRY_KEYS_FILE: keys,
      LIEN_THONG_USE_TOKEN: useToken,
      LIEN_THONG_USE_INTERVAL_MS: '200',
      LIEN_THONG_LOG_LEVEL: 'warn',
    },
  })
  const [url] = await gateway.said(/http:\/\/[^/\s]+/)
  const answeredAt: number[] = []
  const ends = Date.now() + 3000 + 200 * Math.random()
  while (Date.now() < ends) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ provinces { code } }' }),
    })
    expect(await response.text()).not.toContain('"errors"')
    answeredAt.push(Date.now())
  }
  gateway.child.kill('SIGKILL')
  await gateway.ended
  const own = await counted(`application:${client}`)
  // An interval, and a second in which a busy machine writes.
  const early = answeredAt.filter((at) => at < ends - 1200).length
  expect(early).toBeGreaterThan(10)
  expect(own).toBeGreaterThanOrEqual(early)
  expect(own).toBeLessThanOrEqual(answeredAt.length)
})
