import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { health } from '../../subgraphs/health/subgraph.ts'
import { databaseUrl } from '../support/database.ts'
import { distributedHealth, type DistributedHealth } from '../support/distributed-health.ts'
import {
  type MinistryQuestion,
  type MinistryReply,
  servedMinistry,
  type ServedForTest,
} from '../support/served-ministry.ts'

const analyst = { role: 'analyst' } as const
const grouped = (by: string, rest = ''): string =>
  `{ prescriptionGroups(groupBy: [${by}], first: 1000${rest}) {
     groups { key { province { code } } count drugDays { sum avg max } disclosure { status reason } }
     groupCount totals { count } } }`
const month = '{field: ISSUED_AT, bucket: MONTH}'
const provinceMonth = `{ prescriptionGroups(groupBy: [{field: PROVINCE}, ${month}], first: 1000) {
  groups { key { province { code } issuedAt } count drugDays { sum percentile(p: 0.5) } patientPin { countDistinct } }
  groupCount } }`
const provinceAge = `{ prescriptionGroups(groupBy: [{field: PROVINCE}, {field: PATIENT_AGE_BAND}], first: 1000) {
  groups { key { province { code } patientAgeBand { from to } } count } } }`
const provinceKind = `{ prescriptionGroups(groupBy: [{field: PROVINCE}, {field: KIND}], first: 1000) {
  groups { key { province { code } kind } count drugDays { sum percentile(p: 0.5) } patientPin { countDistinct } }
  groupCount } }`
const statuses = `{ prescriptionGroups(groupBy: [{field: STATUS}]) {
  groups { key { status } count drugDays { avg } disclosure { status reason } } } }`
const kinds = `{ prescriptionGroups(groupBy: [${month}, {field: KIND}], having: {count: {gte: 3}}, first: 30) {
  groups { key { issuedAt kind } count itemCount { sum } } groupCount truncated } }`

/** What is asked of both; no cursor is compared, for each is sealed anew. */
const questions: readonly (Pick<MinistryQuestion, 'as'> & { readonly query: string })[] = [
  { query: provinceMonth },
  { query: provinceAge },
  { query: kinds },
  { query: grouped('{field: PROVINCE}, {field: FACILITY_KIND}') },
  { query: '{ prescriptionTotals { count drugDays { sum avg stddev } } }' },
  {
    query: `{ prescriptionTotals(where: {items: {some: {drugCode: {startsWith: "99"}}},
      issuedAt: {gte: "2026-01-01T00:00:00Z"}}) { count } }`,
  },
  {
    query: `{ prescriptionTotals(where: {dispenses: {none: {}}, status: {ne: REPLACED}}) { count } }`,
  },
  { query: grouped('{field: PROVINCE}'), as: analyst },
  { query: provinceAge, as: analyst },
  { query: provinceKind },
  { query: provinceKind, as: analyst },
  { query: statuses, as: analyst },
  { query: grouped('{field: PROVINCE}', ', where: {kind: {eq: C}}'), as: analyst },
  { query: kinds, as: analyst },
  {
    query: '{ prescriptionTotals(where: {kind: {in: [H, N]}}) { count drugDays { sum } } }',
    as: analyst,
  },
]

const rows = (after: string | undefined): string => `{ prescriptions(first: 100,
  orderBy: [{field: ISSUED_AT, direction: DESC}]${after === undefined ? '' : `, after: "${after}"`}) {
  nodes { code issuedAt patientPin items { ordinal drugCode quantity } diagnoses { main }
    dispenses { id } replaces { code } }
  totalCount pageInfo { endCursor hasNextPage } } }`

describe('a ministry on three servers', () => {
  let world: DistributedHealth
  let oneNode: ServedForTest
  let distributed: ServedForTest
  let reader: Client & AsyncDisposable
  const opened: AsyncDisposable[] = []

  beforeAll(async () => {
    world = await distributedHealth()
    opened.push(world)
    oneNode = await servedMinistry(health, databaseUrl('health', 'reader'))
    opened.push(oneNode)
    distributed = await servedMinistry(health, world.readerUrl)
    opened.push(distributed)
    reader = await connected(world.readerUrl)
    opened.push(reader)
  })
  afterAll(async () => {
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
  })

  /** Plans of what the ministry sent, under the settings of a caller who may count everything. */
  async function plansOf({ statements }: MinistryReply): Promise<readonly string[]> {
    const plans: string[] = []
    for (const { text, values } of statements) {
      await reader.query(`BEGIN; SET LOCAL lien_thong.whole = 'on'`)
      const { rows: lines } = await reader.query<[string]>({
        text: `EXPLAIN (VERBOSE, COSTS OFF) ${text}`,
        values: [...values],
        rowMode: 'array',
      })
      await reader.query('ROLLBACK')
      plans.push(lines.map(([line]) => line).join('\n'))
    }
    return plans
  }

  async function someRows(): Promise<readonly { code: string; patientPin: string }[]> {
    const { data } = await oneNode.ask({ query: rows(undefined) })
    const found = data?.['prescriptions'] as {
      nodes: { code: string; patientPin: string }[]
    } | null
    return found?.nodes ?? []
  }

  it('answers what one server answers, under disclosure control too', async () => {
    let controlled = 0
    for (const question of questions) {
      const caller = JSON.stringify(question)
      const expected = await oneNode.ask({ ...question, caller })
      const got = await distributed.ask({ ...question, caller })
      expect(got.errors).toEqual(expected.errors)
      expect(got.errors).toEqual([])
      expect(got.data).toEqual(expected.data)
      controlled += JSON.stringify(got.data).match(/"status":"(?!EXACT)/g)?.length ?? 0
    }
    expect(controlled).toBeGreaterThan(0)
  })

  it('gives the same rows, page by page', async () => {
    const pages = async (served: ServedForTest): Promise<readonly unknown[]> => {
      const nodes: unknown[] = []
      let after: string | undefined
      for (let page = 0; page < 2; page++) {
        const { data, errors } = await served.ask({ query: rows(after) })
        expect(errors).toEqual([])
        const found = data?.['prescriptions'] as {
          nodes: unknown[]
          totalCount: number
          pageInfo: { endCursor: string }
        }
        nodes.push(...found.nodes, found.totalCount)
        after = found.pageInfo.endCursor
      }
      return nodes
    }
    const expected = await pages(oneNode)
    expect(expected).toHaveLength(202)
    expect(await pages(distributed)).toEqual(expected)
  })

  it('lets groups by province be made where the province lies', async () => {
    for (const question of [
      { query: provinceKind },
      { query: provinceKind, as: analyst },
      { query: grouped('{field: PROVINCE}'), as: analyst },
    ]) {
      const plans = await plansOf(await distributed.ask({ ...question, caller: 'plans' }))
      for (const part of [1, 2])
        expect(plans.join('\n')).toContain(`Relations: Aggregate on (public.prescription_${part} `)
    }
  })

  it('asks one server for a row by its code, and for a province', async () => {
    const nodes = await someRows()
    const far = nodes.find(({ code }) => code >= '40')?.code
    const near = nodes.find(({ code }) => code < '40')?.code
    for (const [code, part, other] of [
      [near, 1, 2],
      [far, 2, 1],
    ] as const) {
      const reply = await distributed.ask({ query: `{ prescription(code: "${code}") { code } }` })
      expect(reply.data).toEqual({ prescription: { code } })
      const [plan] = await plansOf(reply)
      expect(plan).toContain(`public.prescription_${part} `)
      expect(plan).not.toContain(`public.prescription_${other} `)
    }
    const counted = await distributed.ask({
      query: '{ prescriptionTotals(where: {provinceCode: {eq: "79"}}) { count } }',
    })
    const [plan] = await plansOf(counted)
    expect(plan).toContain('public.prescription_2 ')
    expect(plan).not.toContain('public.prescription_1 ')
  })

  it('keeps policies above the shards: own rows, closed groups, and no way around', async () => {
    const nodes = await someRows()
    const subject = nodes[0]?.patientPin ?? ''
    const visible = async (settings: string): Promise<number> => {
      await reader.query(`BEGIN; ${settings}`)
      const { rows: counted } = await reader.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM prescription`,
      )
      await reader.query('ROLLBACK')
      return counted[0]?.n ?? -1
    }
    const all = await visible(
      `SET LOCAL lien_thong.whole = 'on'; SET LOCAL lien_thong.compartments = 'HIV'`,
    )
    expect(await visible('')).toBe(0)
    const ofOne = await visible(`SET LOCAL lien_thong.subjects = '${subject}'`)
    expect(ofOne).toBeGreaterThan(0)
    expect(ofOne).toBeLessThan(all)
    expect(await visible(`SET LOCAL lien_thong.whole = 'on'`)).toBeLessThan(all)
    for (const part of ['prescription_1', 'prescription_item_2', 'prescription_diagnosis_1'])
      await expect(reader.query(`SELECT FROM ${part}`)).rejects.toMatchObject({ code: '42501' })
    await expect(reader.query(`DELETE FROM prescription`)).rejects.toThrow()
  })

  it('says that the ministry is away while a shard is, and asks the other alone where it can', async () => {
    const [, second] = world.shards
    await second.kill()
    const away = await distributed.ask({ query: '{ prescriptionTotals { count } }' })
    expect(away.errors[0]?.code).toBe('MINISTRY_UNAVAILABLE')
    const near = await distributed.ask({
      query: '{ prescriptionTotals(where: {provinceCode: {eq: "01"}}) { count } }',
    })
    expect(near.errors).toEqual([])
    await second.start()
    const back = await distributed.ask({ query: '{ prescriptionTotals { count } }' })
    expect(back.errors).toEqual([])
  })
})
