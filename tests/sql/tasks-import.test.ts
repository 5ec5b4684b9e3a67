import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { ensureIndicators } from '../../deploy/steering/ensure-indicators.ts'
import { importTasks } from '../../deploy/steering/import-tasks.ts'
import { openSteeringDatabase, type SteeringDatabase } from '../support/steering-database.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let database: SteeringDatabase
beforeAll(async () => {
  directory = await temporaryDirectory()
  database = await openSteeringDatabase()
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

async function stored(id: string): Promise<unknown> {
  await using owner = await connected(database.url('owner'))
  const { rows } = await owner.query<Record<string, unknown>>(
    `SELECT version, status, (SELECT json_agg(c.id ORDER BY c.id) FROM task AS c WHERE c.parent_id = t.id) AS below,
       (SELECT json_agg(kind ORDER BY version) FROM task_change WHERE task_id = t.id) AS kinds,
       (SELECT json_agg(DISTINCT actor) FROM task_change WHERE task_id = t.id) AS actors
     FROM task_board AS t WHERE id = $1`,
    [id],
  )
  return rows[0]
}

const header =
  'id,parent,ministry,province,person,work,responsibility,start,due,result,document,indicator,area,period,wanted'
const rest = 'Vụ trưởng,Việc,Chủ trì,2026-01-01,2026-12-31,Báo cáo'
const bringIn = async (...lines: readonly string[]) => {
  const file = join(directory.path, 'tasks.csv')
  await writeFile(file, `${[header, ...lines].join('\n')}\n`)
  return await importTasks({ file, ownerUrl: database.url('owner') })
}

test('orders tasks, below others in whatever order, and changes what differs', async () => {
  const lines = [
    `I-2,I-1,land,01,${rest},BC 03,,,,`,
    `I-1,,land,,${rest},,budget.revenue,VN,2026-09,1`,
  ]
  expect(await bringIn(...lines)).toEqual({ added: 2, changed: 0, unchanged: 0 })
  expect(await bringIn(...lines)).toEqual({ added: 0, changed: 0, unchanged: 2 })
  const later = [`I-1,,land,,${rest.replace('Báo cáo', 'Đề án')},,,,,`]
  expect(await bringIn(...later)).toEqual({ added: 0, changed: 1, unchanged: 0 })
  expect(await bringIn(...lines)).toEqual({ added: 0, changed: 1, unchanged: 1 })
  expect(await stored('I-1')).toEqual({
    version: 4,
    status: 'DONE',
    below: ['I-2'],
    kinds: ['CREATED', 'EVIDENCE_ADDED', 'CHANGED', 'CHANGED'],
    actors: ['import'],
  })
})

test('is refused whole where a line is bad, and every bad line is named', async () => {
  const bad: readonly (readonly [string, RegExp])[] = [
    [`b-1,,land,,${rest},,,,,`, /id: expected/],
    [`B-2,,land,99,${rest},,,,,`, /provinceCode: expected/],
    [`B-3,NONE,land,,${rest},,,,,`, /parent, indicator: expected one that is there/],
    [`B-4,,land,,${rest.replace('2026-12-31', '2025-12-31')},,,,,`, /due: expected a day/],
    [`B-5,,land,,${rest.replace('Việc', '')},,,,,`, /work: expected a value/],
    [`B-6,,land,,${rest},,budget.revenue,VN,,`, /document, or indicator/],
    [`B-7,B-8,land,,${rest},,,,,`, /parent, indicator: expected one that is there/],
    [`B-8,B-7,land,,${rest},,,,,`, /parent, indicator: expected one that is there/],
    [`B-9,,land,,${rest},,budget.revenue,VN,2026-09,x`, /wanted: expected a number/],
  ]
  const imported = bringIn(`GOOD,,land,,${rest},,,,,`, ...bad.map(([line]) => line))
  const told = await imported.then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  )
  bad.forEach(([, message], at) => {
    expect(told.split('\n').find((one) => one.includes(`line ${at + 3}:`))).toMatch(message)
  })
  expect(await stored('GOOD')).toBeUndefined()
})

test('a database of before tasks gets their tables, and keeps what it has', async () => {
  await using owner = await connected(database.url('owner'))
  const counted = `SELECT count(*)::int AS n FROM observation`
  const { rows: before } = await owner.query(counted)
  await owner.query(
    'DROP TABLE task, task_evidence, task_change, procedure, procedure_month CASCADE',
  )
  await ensureIndicators(database.url('owner'))
  expect(await bringIn(`N-1,,land,,${rest},BC 05,,,,`)).toMatchObject({ added: 1 })
  await ensureIndicators(database.url('owner'))
  expect(await stored('N-1')).toMatchObject({ version: 2, kinds: ['CREATED', 'EVIDENCE_ADDED'] })
  await using writer = await connected(database.url('writer'))
  await expect(writer.query('DELETE FROM task_change')).rejects.toMatchObject({ code: '42501' })
  expect((await owner.query(counted)).rows).toEqual(before)
})
