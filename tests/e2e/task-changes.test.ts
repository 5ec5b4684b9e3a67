import { afterAll, beforeAll, expect, test } from 'vitest'
import { roles } from '../../auth/role.ts'
import type { AuditConfig } from '../../gateway/config.ts'
import { callerToken } from '../attack/caller-token.ts'
import { auditConfig, recordsOf } from '../audit/audited-world.ts'
import { databaseUrl } from '../support/database.ts'
import { openSteeringDatabase, type SteeringDatabase } from '../support/steering-database.ts'
import { openSystem, type System } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let steering: SteeringDatabase
let audit: AuditConfig
let system: System
beforeAll(async () => {
  directory = await temporaryDirectory()
  steering = await openSteeringDatabase()
  audit = await auditConfig(directory.path)
  system = await openSystem(
    { audit },
    {
      databases: (ministry, role) =>
        ministry === 'steering' && (role === 'reader' || role === 'writer')
          ? steering.url(role)
          : databaseUrl(ministry, role),
    },
  )
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await steering[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

const publisher = (agency: string) =>
  callerToken(system, { sub: `publisher of ${agency}`, roles: ['publisher'], agency })
const task = (id: string, key: string) => `createTask(key: "${key}", id: "${id}", task: {
  person: "Vụ trưởng", work: "Việc", responsibility: "Chủ trì", startOn: "2026-01-01", dueOn: "2026-12-31",
  result: "Báo cáo", ministry: "land" }) { id version repeated }`

async function by(agency: string, query: string) {
  const { status, body } = await system.ask(await publisher(agency), query, {}, null)
  const errors = body.errors as readonly { extensions?: { code?: string } }[] | undefined
  return { status, data: body.data, codes: (errors ?? []).map((one) => one.extensions?.code) }
}
async function versions(id: string) {
  const { data } = await by('steering', `{ task(id: "${id}") { history { version } } }`)
  const found = data?.['task'] as { history: readonly unknown[] } | null
  return found?.history.length ?? 0
}

test('several changes of one document are carried out in their order, and recorded before', async () => {
  const { data, codes } = await by(
    'steering',
    `mutation Order {
      first: ${task('E-1', 'e2e-key-1')}
      second: changeTask(key: "e2e-key-2", id: "E-1", version: 1, task: { result: "Hai" }) { version }
      third: changeTask(key: "e2e-key-3", id: "E-1", version: 2, task: { result: "Ba" }) { version }
    }`,
  )
  expect(codes).toEqual([])
  expect(data).toEqual({
    first: { id: 'E-1', version: 1, repeated: false },
    second: { version: 2 },
    third: { version: 3 },
  })
  const records = await recordsOf(audit.gatewayName)
  const asked = records.findIndex((one) => one.kind === 'request' && one['operation'] === 'Order')
  expect(records[asked]).toMatchObject({
    verdict: 'allowed',
    caller: 'publisher of steering',
    agency: 'steering',
  })
  expect(records[asked]?.['coordinates']).toEqual(
    expect.arrayContaining(['Mutation.createTask', 'Mutation.changeTask']),
  )
  const detail = await by(
    'steering',
    '{ task(id: "E-1") { result history { requestId actor at } } }',
  )
  const found = detail.data?.['task'] as
    { history: { requestId: string; actor: string; at: string }[] } | undefined
  const history = found?.history ?? []
  expect(new Set(history.map(({ requestId }) => requestId))).toEqual(
    new Set([records[asked]?.['requestId']]),
  )
  expect(history[0]?.actor).toBe('publisher of steering')
  expect(new Date(history[0]?.at ?? 0) >= new Date(String(records[asked]?.at))).toBe(true)
})

test('a request that comes twice, or at once, is carried out once', async () => {
  const all = await Promise.all(
    Array.from({ length: 4 }, () => by('steering', `mutation { ${task('E-2', 'e2e-key-4')} }`)),
  )
  expect(all.flatMap(({ codes }) => codes)).toEqual([])
  const made = all.map(({ data }) => data?.['createTask'] as { repeated: boolean })
  expect(made.filter(({ repeated }) => !repeated)).toHaveLength(1)
  expect(await versions('E-2')).toBe(1)
})

test('nothing is changed by GET, by a form, or by a page of another origin', async () => {
  const authorization = `Bearer ${await publisher('steering')}`
  const query = `mutation { ${task('E-3', 'e2e-key-5')} }`
  const sent = [
    fetch(`${system.url}/graphql?${new URLSearchParams({ query }).toString()}`, {
      headers: { authorization, 'apollo-require-preflight': 'true' },
    }),
    fetch(`${system.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'text/plain' },
      body: JSON.stringify({ query }),
    }),
    fetch(`${system.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ query }),
    }),
    fetch(`${system.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify([{ query }]),
    }),
  ]
  for (const { status } of await Promise.all(sent)) expect(status).toBeGreaterThanOrEqual(400)
  expect(await versions('E-3')).toBe(0)
  expect((await by('steering', query)).codes).toEqual([])
  expect(await versions('E-3')).toBe(1)
})

test('everybody else is denied, and does not see that there is anything to change', async () => {
  for (const role of roles.filter((one) => one !== 'publisher')) {
    const { body } = await system.ask(role, `mutation { ${task('E-4', 'e2e-key-6')} }`, {}, null)
    const [error] = body.errors ?? []
    expect(error?.extensions['code'], role).toBe('GRAPHQL_VALIDATION_FAILED')
  }
  expect((await by('health', `mutation { ${task('E-4', 'e2e-key-7')} }`)).codes).toEqual([
    'FORBIDDEN',
  ])
  expect(await versions('E-4')).toBe(0)
  const citizen = await system.ask('citizen', '{ tasks { totalCount } }', {}, null)
  expect(JSON.stringify(citizen.body)).toContain('GRAPHQL_VALIDATION_FAILED')
})

test('an export never changes anything', async () => {
  const authorization = `Bearer ${await publisher('steering')}`
  const headers = { authorization, 'content-type': 'application/json' }
  const query = `mutation Hidden { ${task('E-5', 'e2e-key-8')} }`
  const exported = await fetch(`${system.url}/export?format=csv`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query }),
  })
  expect(exported.status).toBeGreaterThanOrEqual(400)
  expect(await versions('E-5')).toBe(0)
})
