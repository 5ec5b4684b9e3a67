import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { qualityCodes } from '../../deploy/quality-codes.ts'
import { readModel } from '../../schema/model/read-model.ts'
import { judgedRows } from '../../subgraphs/kit/quality/judged-rows.ts'
import { qualityPlans } from '../../subgraphs/kit/quality/quality-plan.ts'
import { databaseUrl } from '../support/database.ts'

let owner: Client & AsyncDisposable
beforeAll(async () => {
  owner = await connected(databaseUrl('education', 'owner'))
  await owner.query('CREATE TEMPORARY TABLE paper (id int, code text, made date, seen timestamptz)')
})
afterAll(() => owner[Symbol.asyncDispose]())

interface Paper {
  readonly code: string
  readonly made?: string
  readonly seen?: string
}

/** Of each paper, whether its code is right; undefined where it was not judged. */
async function judged(rule: string, papers: readonly Paper[]) {
  const scopes = '@requiresScopes(scopes: [["reference:catalogue:read"]])'
  const text = `
    type ProvinceVersion @key(fields: "code validFrom") ${scopes} { code: ID! validFrom: Date! }
    type Commune @key(fields: "code") ${scopes} { code: ID! }
    type Paper @table(name: "paper", key: ["id"]) ${scopes} {
      id: ID! made: Date seen: DateTime
      code: String @quality(code: "paper-code" criterion: VALIDITY kind: CODE vi: "a" en: "b" ${rule}) }
    type Query { unused: Boolean @resolved ${scopes} }`
  const read = readModel('education', text, 'paper.graphql')
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const [plan] = qualityPlans(read.model)
  if (plan === undefined) throw new Error('expected a plan')
  const types = { made: 'date', seen: 'timestamptz', code: 'text' }
  const columns = new Map(
    Object.entries(types).map(([name, type]) => [`paper.${name}`, { type, nullable: true }]),
  )
  const { select } = judgedRows({
    source: { model: read.model, columns, binaryText: true },
    plan,
    codes: await qualityCodes(read.model, databaseUrl('reference', 'reader')),
    scope: { kind: 'FULL' },
  })
  await owner.query('TRUNCATE paper')
  for (const [at, { code, made, seen }] of papers.entries())
    await owner.query('INSERT INTO paper VALUES ($1, $2, $3, $4)', [at, code, made, seen])
  const { rows } = await owner.query<{ $assessed: string; $failed: string }>(
    `${select.text} ORDER BY id`,
    select.values,
  )
  return rows.map(({ $assessed, $failed }) => ($assessed === '0' ? undefined : $failed === '0'))
}

// Decision 19/2025/QĐ-TTg: 02 (Hà Giang) is no province from 1 July 2025 on; 01 (Hà Nội) is one on both sides.
test.each([
  ['02', '2025-06-30', true],
  ['02', '2025-07-01', false],
  ['01', '2025-06-30', true],
  ['01', '2025-07-01', true],
  ['03', '2025-06-30', false],
  ['75', '2026-04-29', true],
  ['75', '2026-04-30', true],
  ['02', '2008-08-01', true],
  ['02', '2008-07-31', undefined],
])('%s on %s: %s', async (code, made, verdict) => {
  expect(await judged('catalogue: "ProvinceVersion" at: "made"', [{ code, made }])).toEqual([
    verdict,
  ])
})

test('the day of an instant is that of Viet Nam', async () => {
  expect(
    await judged('catalogue: "ProvinceVersion" at: "seen"', [
      { code: '02', seen: '2025-06-30T16:59:59Z' },
      { code: '02', seen: '2025-06-30T17:00:00Z' },
      { code: '02' },
    ]),
  ).toEqual([true, false, undefined])
})

test('without a day of its own a code is judged by the list of today', async () => {
  const papers = [
    { code: '02', made: '2025-06-30' },
    { code: '01', made: '2025-06-30' },
  ]
  expect(await judged('catalogue: "ProvinceVersion"', papers)).toEqual([false, true])
})

test('communes are known since 1 July 2025: of an earlier day nothing is said', async () => {
  expect(
    await judged('catalogue: "Commune" at: "made"', [
      { code: '00004', made: '2025-07-01' },
      { code: '99999', made: '2025-07-01' },
      { code: '00004', made: '2025-06-30' },
    ]),
  ).toEqual([true, false, undefined])
})
