import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Grants } from '../../auth/grants.ts'
import { allRows, noRows } from '../../auth/row-scope.ts'
import { connected } from '../../deploy/connected.ts'
import { steering } from '../../subgraphs/steering/subgraph.ts'
import { servedMinistry, type ServedForTest } from '../support/served-ministry.ts'
import { openSteeringDatabase, type SteeringDatabase } from '../support/steering-database.ts'

let database: SteeringDatabase
let owner: Client
let served: ServedForTest

beforeAll(async () => {
  database = await openSteeringDatabase()
  owner = await connected(database.url('owner'))
  served = await servedMinistry(steering, database.url('reader'), {
    writerUrl: database.url('writer'),
  })
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await owner.end()
  await database[Symbol.asyncDispose]()
})

/** A publisher of a ministry, as the gateway grants it; `steering` is the office. */
function publisher(agency: string): Grants {
  return {
    'steering:catalogue:read': allRows,
    'steering:task:read': allRows,
    'steering:task:write': { ...noRows, agencies: [agency] },
  }
}

async function ask(query: string, agency = 'steering', caller = agency) {
  const { data, errors } = await served.ask({ query, grants: publisher(agency), caller })
  return { data: data ?? {}, codes: errors.map(({ code }) => code), errors }
}

const five = `person: "Vụ trưởng", work: "Việc", responsibility: "Chủ trì", startOn: "2026-01-01",
  dueOn: "2026-12-31", result: "Báo cáo", ministry: "land"`
let keys = 0
const key = () => `test-key-${(keys += 1)}`

async function create(id: string, more = '') {
  return await ask(
    `mutation { createTask(key: "${key()}", id: "${id}", task: { ${five} ${more} }) { version } }`,
  )
}
async function stored(id: string) {
  const { data } = await ask(`{
    task(id: "${id}") {
      version status state doneOn finishedOn conditions conditionsMet documents person ministry
      parent { id } children { id }
      evidence { version kind document indicatorCode wanted observed met withdrawnVersion }
      history { version kind actor detail requestId }
    }
  }`)
  return data['task'] as Record<string, unknown>
}

test.each([
  ['OPEN', null, '2025-12-31', 'NOT_STARTED'],
  ['OPEN', null, '2026-01-01', 'ON_TIME'],
  // Of 100 days the last fifth begins 20 days before the end.
  ['OPEN', null, '2026-03-21', 'ON_TIME'],
  ['OPEN', null, '2026-03-22', 'AT_RISK'],
  ['OPEN', null, '2026-04-11', 'AT_RISK'],
  ['OPEN', null, '2026-04-12', 'OVERDUE'],
  ['DONE', null, '2026-04-11', 'REPORTED'],
  ['DONE', null, '2026-04-12', 'OVERDUE'],
  ['DONE', '2026-04-11', '2027-01-01', 'DONE'],
  ['DONE', '2026-04-12', '2027-01-01', 'DONE_LATE'],
  ['OPEN', '2026-04-11', '2027-01-01', 'DONE'],
  ['CANCELLED', '2026-04-11', '2027-01-01', 'CANCELLED'],
])('%s, finished %s, on %s: %s', async (state, finished, today, status) => {
  const { rows } = await owner.query(
    `SELECT task_status($1, '2026-01-01', '2026-04-11', $2, $3) AS status`,
    [state, finished, today],
  )
  expect(rows).toEqual([{ status }])
})

describe('a task', () => {
  test('is ordered, changed, proved and kept with every change', async () => {
    expect((await create('T-1', 'provinceCode: "01"')).data['createTask']).toEqual({ version: 1 })
    const { data, codes } = await ask(`mutation {
      a: changeTask(key: "${key()}", id: "T-1", version: 1, task: { person: "Cục trưởng" }) { version repeated }
      b: addTaskEvidence(key: "${key()}", id: "T-1", version: 2, evidence: { document: "BC 01" }) { version }
      c: changeTask(key: "${key()}", id: "T-1", version: 3, task: { state: DONE, doneOn: "2026-06-30" }) { version at }
    }`)
    expect(codes).toEqual([])
    expect(data).toMatchObject({
      a: { version: 2, repeated: false },
      b: { version: 3 },
      c: { version: 4 },
    })
    expect(await stored('T-1')).toMatchObject({
      version: 4,
      status: 'DONE',
      person: 'Cục trưởng',
      doneOn: '2026-06-30',
      finishedOn: '2026-06-30',
      documents: 1,
      evidence: [{ version: 3, kind: 'DOCUMENT', document: 'BC 01', met: true }],
      history: [
        { version: 1, kind: 'CREATED', actor: 'steering' },
        { version: 2, kind: 'CHANGED', detail: { person: 'Cục trưởng' } },
        { version: 3, kind: 'EVIDENCE_ADDED', detail: { kind: 'DOCUMENT', document: 'BC 01' } },
        { version: 4, kind: 'CHANGED', detail: { state: 'DONE', done_on: '2026-06-30' } },
      ],
    })
    await ask(`mutation {
      withdrawTaskEvidence(key: "${key()}", id: "T-1", version: 4, evidence: 3) { version }
    }`)
    const after = await stored('T-1')
    expect(after).toMatchObject({
      documents: 0,
      finishedOn: null,
      evidence: [{ withdrawnVersion: 5 }],
    })
    expect(['REPORTED', 'OVERDUE']).toContain(after['status'])
    const again = `mutation { withdrawTaskEvidence(key: "${key()}", id: "T-1", version: 5, evidence: 3) { version } }`
    expect((await ask(again)).codes).toEqual(['BAD_USER_INPUT'])
  })

  test('with conditions on indicators is done when they hold, whatever is reported', async () => {
    await create('T-2')
    const add = (version: number, wanted: number) => `mutation {
      addTaskEvidence(key: "${key()}", id: "T-2", version: ${version}, evidence: {
        indicatorCode: "budget.revenue", areaCode: "VN", period: "2026-09", wanted: ${wanted}
      }) { version }
    }`
    expect((await ask(add(1, 1))).codes).toEqual([])
    const met = await stored('T-2')
    expect(met).toMatchObject({ status: 'DONE', conditions: 1, conditionsMet: 1 })
    expect(met['finishedOn']).toBe('2026-09-28')
    const [{ observed } = { observed: 0 }] = met['evidence'] as { observed: number }[]
    await ask(add(2, observed))
    expect(await stored('T-2')).toMatchObject({ status: 'DONE', conditionsMet: 2 })
    await ask(add(3, observed + 0.1))
    await ask(`mutation {
      changeTask(key: "${key()}", id: "T-2", version: 4, task: { state: DONE }) { version }
    }`)
    expect(await stored('T-2')).toMatchObject({ conditions: 3, conditionsMet: 2, finishedOn: null })
    const unknown = `mutation {
      addTaskEvidence(key: "${key()}", id: "T-2", version: 5, evidence: {
        indicatorCode: "land.nothing", areaCode: "VN", period: "2026-09"
      }) { version }
    }`
    expect((await ask(unknown)).codes).toEqual(['BAD_USER_INPUT'])
  })

  test('stands below others, five levels at most and in no circle', async () => {
    for (const level of [1, 2, 3, 4, 5])
      expect(
        (await create(`L-${level}`, level === 1 ? '' : `parentId: "L-${level - 1}"`)).codes,
      ).toEqual([])
    expect((await create('L-6', 'parentId: "L-5"')).codes).toEqual(['BAD_USER_INPUT'])
    const under = (id: string, parent: string) =>
      ask(`mutation {
        changeTask(key: "${key()}", id: "${id}", version: 1, task: { parentId: ${parent} }) { version }
      }`)
    expect((await under('L-1', '"L-5"')).codes).toEqual(['BAD_USER_INPUT'])
    expect((await under('L-1', '"L-1"')).codes).toEqual(['BAD_USER_INPUT'])
    expect((await under('L-1', '"NONE"')).codes).toEqual(['BAD_USER_INPUT'])
    await create('L-0')
    expect((await under('L-1', '"L-0"')).codes).toEqual(['BAD_USER_INPUT'])
    expect((await under('L-5', 'null')).codes).toEqual([])
    expect((await under('L-1', '"L-0"')).codes).toEqual([])
    expect(await stored('L-2')).toMatchObject({ parent: { id: 'L-1' }, children: [{ id: 'L-3' }] })
  })

  test('of a ministry is reported on by its publisher, who orders nothing', async () => {
    await create('R-1')
    const by = (agency: string, field: string) => ask(`mutation { ${field} { version } }`, agency)
    const change = (task: string, version = 1) =>
      `changeTask(key: "${key()}", id: "R-1", version: ${version}, task: { ${task} })`
    const proof = (evidence: string, version: number) =>
      `addTaskEvidence(key: "${key()}", id: "R-1", version: ${version}, evidence: { ${evidence} })`
    const indicator = 'indicatorCode: "economy.cpi", areaCode: "VN", period: "2026-09", wanted: 1'
    for (const [agency, field] of [
      ['health', change('state: DONE')],
      ['land', change('dueOn: "2030-01-01"')],
      ['land', change('state: DONE, doneOn: "2026-01-02"')],
      ['land', change('ministry: "health"')],
      ['land', proof(indicator, 1)],
      ['land', `withdrawTaskEvidence(key: "${key()}", id: "R-1", version: 1, evidence: 1)`],
      ['land', `createTask(key: "${key()}", id: "R-2", task: { ${five} })`],
      ['land', `changeTask(key: "${key()}", id: "NONE", version: 1, task: { state: DONE })`],
      ['land', change('state: CANCELLED')],
      ['land', change('state: CANCELLED, person: "Trưởng phòng"')],
    ] as const)
      expect((await by(agency, field)).codes, field).toEqual(['FORBIDDEN'])
    expect((await by('land', change('state: DONE'))).codes).toEqual([])
    expect((await by('land', proof('document: "BC 02"', 2))).codes).toEqual([])
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
    expect(await stored('R-1')).toMatchObject({ version: 3, state: 'DONE', doneOn: today })
    const none = await served.ask({
      query: `mutation { ${change('state: OPEN', 3)} { version } }`,
      grants: { 'steering:task:read': allRows, 'steering:catalogue:read': allRows },
    })
    expect(none.errors.map(({ code }) => code)).toEqual(['FORBIDDEN'])
    // What the office cancelled it alone takes up again.
    expect((await by('steering', change('state: CANCELLED', 3))).codes).toEqual([])
    for (const field of [change('state: OPEN', 4), change('state: DONE', 4)])
      expect((await by('land', field)).codes, field).toEqual(['FORBIDDEN'])
    expect((await by('steering', change('state: OPEN', 4))).codes).toEqual([])
  })

  test('is changed once by a key, also by requests at once, and by no old version', async () => {
    await create('K-1')
    const same = key()
    const change = (name: string, at: string, version = 1) =>
      `mutation { changeTask(key: "${name}", id: "K-1", version: ${version}, task: { result: "${at}" }) { version repeated } }`
    const all = await Promise.all(Array.from({ length: 5 }, () => ask(change(same, 'x'))))
    const answers = all.map(
      ({ data }) => data['changeTask'] as { version: number; repeated: boolean },
    )
    expect(answers.map(({ version }) => version)).toEqual([2, 2, 2, 2, 2])
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1)
    expect((await ask(change(same, 'y'))).codes).toEqual(['BAD_USER_INPUT'])
    // Another caller's keys are their own.
    expect((await ask(change(same, 'z', 2), 'steering', 'other')).codes).toEqual([])
    const raced = await Promise.all(
      Array.from({ length: 5 }, (_, at) => ask(change(key(), `race ${at}`, 3))),
    )
    expect(raced.flatMap(({ codes }) => codes)).toEqual([
      'CONFLICT',
      'CONFLICT',
      'CONFLICT',
      'CONFLICT',
    ])
    const [late] = (await ask(change(key(), 'late', 3))).errors
    expect(late?.message).toMatch(/has version 4/)
    expect((await stored('K-1'))['version']).toBe(4)
  })

  test.each([
    ['id', `createTask(key: "12345678", id: "a", task: { ${five} })`],
    ['key', `createTask(key: "1234567", id: "V-1", task: { ${five} })`],
    ['key', `createTask(key: "${'x'.repeat(101)}", id: "V-1", task: { ${five} })`],
    ['work', `createTask(key: "12345678", id: "V-1", task: { ${five.replace('"Việc"', '" "')} })`],
    [
      'work',
      `createTask(key: "12345678", id: "V-1", task: { ${five.replace('Việc', 'v'.repeat(501))} })`,
    ],
    [
      'personal number',
      `createTask(key: "12345678", id: "V-1", task: { ${five.replace('Vụ trưởng', 'Ông 999990000001')} })`,
    ],
    [
      'personal number',
      `createTask(key: "12345678", id: "V-1", task: { ${five.replace('Vụ trưởng', 'Ông ９９９９９００００００１')} })`,
    ],
    [
      'control characters',
      `createTask(key: "12345678", id: "V-1", task: { ${five.replace('Việc', 'Vi\\u202Eệc')} })`,
    ],
    [
      'ministry',
      `createTask(key: "12345678", id: "V-1", task: { ${five.replace('"land"', '"Đất"')} })`,
    ],
    [
      'provinceCode',
      `createTask(key: "12345678", id: "V-1", task: { ${five} provinceCode: "99" })`,
    ],
    [
      'fit',
      `createTask(key: "12345678", id: "V-1", task: { ${five.replace('2026-12-31', '2025-12-31')} })`,
    ],
    ['task', `changeTask(key: "12345678", id: "T-1", version: 5, task: { })`],
    ['evidence', `addTaskEvidence(key: "12345678", id: "T-1", version: 5, evidence: { })`],
    [
      'evidence',
      `addTaskEvidence(key: "12345678", id: "T-1", version: 5, evidence: { document: "x", period: "2026" })`,
    ],
    [
      'there is no such task',
      `changeTask(key: "12345678", id: "V-9", version: 1, task: { state: DONE })`,
    ],
    ['such a task already', `createTask(key: "12345678", id: "T-1", task: { ${five} })`],
  ])('refuses what does not fit: %s', async (word, field) => {
    const { errors, codes } = await ask(`mutation { ${field} { version } }`)
    expect(codes).toEqual(['BAD_USER_INPUT'])
    expect(errors[0]?.message).toContain(word)
  })

  test('takes the longest words and keys that there may be', async () => {
    const longest = five.replace('Việc', 'v'.repeat(500)).replace('Vụ trưởng', 'p'.repeat(200))
    const { codes } = await ask(
      `mutation { createTask(key: "${'k'.repeat(100)}", id: "${'M'.repeat(40)}", task: { ${longest} }) { version } }`,
    )
    expect(codes).toEqual([])
  })
})

describe('the database', () => {
  test('lets its writer add changes and nothing else, and its owner change no history', async () => {
    await using writer = await connected(database.url('writer'))
    for (const sql of [
      `UPDATE task SET work = 'x'`,
      'DELETE FROM task',
      `UPDATE task_change SET actor = 'x'`,
      'DELETE FROM task_change',
      `INSERT INTO task SELECT * FROM task`,
      'SELECT * FROM observation',
      `INSERT INTO observation DEFAULT VALUES`,
      `INSERT INTO task_change (task_id, version, kind, actor, key, request_id, at, detail)
       VALUES ('T-1', 6, 'CHANGED', 'x', '12345678', 'x', '2020-01-01', '{}')`,
      'CREATE TABLE mine ()',
    ])
      await expect(writer.query(sql), sql).rejects.toMatchObject({ code: '42501' })
    await expect(
      writer.query(
        `INSERT INTO task_change (task_id, version, kind, actor, key, request_id, detail)
         VALUES ('T-1', 6, 'CHANGED', 'x', '12345678', 'x', '{"version": 9}')`,
      ),
    ).rejects.toMatchObject({ code: 'LT002' })
    for (const sql of [
      `UPDATE task SET work = 'x'`,
      'DELETE FROM task',
      'TRUNCATE task CASCADE',
      `UPDATE task_change SET actor = 'x'`,
      'DELETE FROM task_change',
      'DELETE FROM task_evidence',
    ])
      await expect(owner.query(sql), sql).rejects.toMatchObject({ code: '23001' })
  })

  test('without a way to write is read, and changed by nobody', async () => {
    await using reading = await servedMinistry(steering, database.url('reader'))
    const { errors } = await reading.ask({
      query: `mutation { createTask(key: "12345678", id: "W-1", task: { ${five} }) { version } }`,
    })
    expect(errors).toMatchObject([{ code: 'MINISTRY_UNAVAILABLE' }])
    const found = await reading.ask({ query: '{ tasks(first: 1) { nodes { id } } }' })
    expect(found.errors).toEqual([])
  })
})

describe('the demonstration', () => {
  test('has tasks of four ministries, counted by status, ministry and province', async () => {
    const { data, codes } = await ask(`{
      taskGroups(groupBy: [{ field: MINISTRY }, { field: STATUS }], first: 100,
        where: { synthetic: { eq: true } }) {
        groups { key { ministry status } count }
      }
      tasks(where: { synthetic: { eq: true } }) { totalCount }
    }`)
    expect(codes).toEqual([])
    const { groups } = data['taskGroups'] as {
      groups: { key: { ministry: string; status: string }; count: number }[]
    }
    const total = (data['tasks'] as { totalCount: number }).totalCount
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(total)
    expect(total).toBe(42)
    expect(new Set(groups.map((one) => one.key.ministry))).toEqual(
      new Set(['population', 'land', 'health', 'education']),
    )
    const statuses = new Set(groups.map((one) => one.key.status))
    for (const status of ['DONE', 'OVERDUE', 'CANCELLED']) expect(statuses).toContain(status)
  })

  test('has procedures, whose online share is theirs together', async () => {
    const { data } = await ask(`{
      procedureShare(by: MINISTRY, period: "2026-10") {
        key procedures fullyOnline partlyOnline received receivedOnline onlineShare synthetic
      }
      places: procedureShare(by: PROVINCE, period: "2026-10") { received receivedOnline }
      procedureGroups(groupBy: [{ field: ONLINE }]) { groups { key { online } count } }
    }`)
    const share = data['procedureShare'] as {
      received: number
      receivedOnline: number
      onlineShare: number
    }[]
    expect(share).toHaveLength(4)
    for (const { received, receivedOnline, onlineShare } of share)
      expect(onlineShare).toBeCloseTo((receivedOnline / received) * 100, 9)
    const places = data['places'] as { received: number }[]
    expect(places).toHaveLength(34)
    const sum = (rows: readonly { received: number }[]) =>
      rows.reduce((all, { received }) => all + received, 0)
    expect(sum(places)).toBe(sum(share))
    const wrong = await ask('{ procedureShare(by: MINISTRY, period: "2026-1") { key } }')
    expect(wrong.codes).toEqual(['BAD_USER_INPUT'])
  })
})
