import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { costBudgets } from '../../gateway/limits/cost-budget.ts'
import type { Role } from '../../auth/role.ts'
import { openSystem, type System } from '../support/system.ts'

let system: System
beforeAll(async () => {
  system = await openSystem()
})
afterAll(() => system[Symbol.asyncDispose]())

interface Estimated {
  readonly operation?: string | null
  readonly cost?: { estimated: number; budget: number; fields: number; isWithin: boolean }
  readonly classes?: readonly string[]
  readonly purposes?: readonly { readonly id: string }[]
  readonly refused?: readonly string[]
  readonly ministries?: readonly string[]
  readonly errors?: readonly {
    readonly message: string
    readonly extensions: { readonly code: string }
  }[]
}

async function estimate(
  role: Role,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly body: Estimated }> {
  const response = await fetch(`${system.url}/console/estimate`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await system.token(role)}`,
      ...headers,
    },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Estimated }
}

/** Objects of an answer, the answer itself aside. */
function objectsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + objectsIn(one), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((sum, one) => sum + objectsIn(one), 1)
}

const folder = new URL('../../docs/reports/', import.meta.url)
const rows = '{ prescriptions(first: 5) { nodes { code patientPin items { quantity } } } }'

describe('what a question would cost, before it is asked', () => {
  test('is never less than what is answered, and within the budget of whom it is for', async () => {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.graphql'))
    expect(files.length).toBeGreaterThanOrEqual(14)
    for (const file of files) {
      const query = await readFile(new URL(file, folder), 'utf8')
      const [, persona = ''] = /# Persona: (\S+)/.exec(query) ?? []
      const role = persona as Role
      const { status, body } = await estimate(role, { query })
      expect([file, status, body.refused]).toEqual([file, 200, []])
      expect(body.cost).toMatchObject({ isWithin: true, budget: costBudgets[role] })
      const answer = await system.ask(role, query)
      expect([file, answer.body.errors]).toEqual([file, undefined])
      const { estimated = 0, budget } = body.cost ?? {}
      const { cost } = answer.body.extensions ?? {}
      expect(cost).toEqual({ estimated, actual: expect.any(Number) as unknown, budget })
      expect([file, (cost as { readonly actual: number }).actual <= estimated]).toEqual([
        file,
        true,
      ])
      // The root object of an answer is not counted.
      expect([file, estimated]).toEqual([
        file,
        Math.max(estimated, objectsIn(answer.body.data) - 1),
      ])
      const asked = Object.keys(answer.body.extensions?.['provenance'] ?? {}).sort()
      expect([file, body.ministries]).toEqual([file, expect.arrayContaining(asked)])
    }
  })

  test('names classes, the purposes of the caller that open them, and what is refused', async () => {
    const { body } = await estimate('doctor', { query: rows })
    expect(body.classes).toContain('SENSITIVE HEALTH')
    expect(body.purposes?.map(({ id }) => id)).toEqual([
      'treatment',
      'hiv-treatment',
      'emergency-care',
    ])
    expect(body.ministries).toEqual(['health'])
    const other = await estimate('analyst', { query: '{ provinces { nodes { code } } }' })
    expect(other.body).toMatchObject({ classes: [], purposes: [], operation: null })
  })

  test('asks no ministry', async () => {
    await system.ask('analyst', '{ provinces(first: 1) { nodes { code } } }')
    await estimate('analyst', { query: '{ provinces { nodes { code personTotals { count } } } }' })
    const { statements } = await system.ask('analyst', '{ provinces(first: 1) { nodes { code } } }')
    expect(statements['population']).toEqual([])
  })

  test.each([
    [{ query: '{ nothingThere }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [{ query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    [{ query: rows }, 'GRAPHQL_VALIDATION_FAILED'],
    [{ query: 'query ($n: Int!) { provinces(first: $n) { totalCount } }' }, 'BAD_USER_INPUT'],
    [{ query: 7 }, 'BAD_USER_INPUT'],
    [[], 'BAD_USER_INPUT'],
  ])('refuses as /graphql does: %j', async (asked, code) => {
    const { status, body } = await estimate('analyst', asked)
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, code])
  })

  test('refuses nobody and a wrong purpose', async () => {
    const url = `${system.url}/console/estimate`
    expect((await fetch(url, { method: 'POST' })).status).toBe(401)
    const wrong = await estimate('doctor', { query: rows }, { 'x-purpose': 'no-such-purpose' })
    expect([wrong.status, wrong.body.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT'])
  })
})

describe('a budget', () => {
  // Of 100 provinces each one object, a page and its communes.
  const asked = (communes: number) =>
    `{ provinces(first: 100) { nodes { communes(first: ${communes}) { nodes { code } } } } }`
  const most = Math.floor((costBudgets.citizen - 1 - 200) / 100)

  test('lets pass what is within it, and asks nobody for one object more', async () => {
    const { body } = await estimate('citizen', { query: asked(most) })
    expect(body.cost).toMatchObject({ estimated: 1 + 100 * (2 + most), isWithin: true })
    const passed = await system.ask('citizen', asked(most))
    expect(passed.body.errors).toBeUndefined()
    const told = (await estimate('citizen', { query: asked(most + 1) })).body.cost
    expect(told?.isWithin).toBe(false)
    const { status, body: refused, statements } = await system.ask('citizen', asked(most + 1))
    expect(status).toBe(400)
    const figures = { estimated: told?.estimated, budget: costBudgets.citizen }
    expect(refused.errors?.[0]?.extensions).toEqual({ code: 'COST_EXCEEDED', ...figures })
    expect(refused.extensions?.['cost']).toEqual(figures)
    expect(Object.values(statements).flat()).toEqual([])
  })

  test('is reached exactly, and not passed by one', async () => {
    const query = `query ($n: Int) {
      few: provinces(first: $n) { nodes { code } }
      many: provinces(first: 100) { nodes { communes(first: 997) { nodes { code } } } }
    }`
    const last = costBudgets.citizen - (1 + 100 * 999) - 1
    const passed = await system.ask('citizen', query, { n: last })
    expect(passed.body.errors).toBeUndefined()
    expect(passed.body.extensions?.['cost']).toMatchObject({
      estimated: costBudgets.citizen,
      budget: costBudgets.citizen,
    })
    const { status, body } = await system.ask('citizen', query, { n: last + 1 })
    expect(status).toBe(400)
    expect(body.errors?.[0]).toMatchObject({
      message: expect.stringContaining(`${costBudgets.citizen + 1} objects`) as string,
      extensions: { estimated: costBudgets.citizen + 1, budget: costBudgets.citizen },
    })
  })

  test('goes by the values of variables', async () => {
    const query =
      'query ($n: Int) { provinces(first: $n) { nodes { communes(first: 1000) { nodes { code } } } } }'
    const few = await estimate('citizen', { query, variables: { n: 99 } })
    const many = await estimate('citizen', { query, variables: { n: 100 } })
    expect(few.body.cost).toMatchObject({ estimated: 1 + 99 * 1002, isWithin: true })
    expect(many.body.cost).toMatchObject({ estimated: 1 + 100 * 1002, isWithin: false })
  })
})

test('the schema that a caller downloads says which classes of personal data its fields touch', async () => {
  const classesFor = async (role: Role) => {
    const authorization = `Bearer ${await system.token(role)}`
    const response = await fetch(`${system.url}/schema.json`, { headers: { authorization } })
    const body = (await response.json()) as {
      readonly extensions: { readonly classes: Readonly<Record<string, readonly string[]>> }
    }
    return body.extensions.classes
  }
  const officer = await classesFor('officer')
  expect(officer['Person.fullName']).toEqual(['BASIC IDENTITY'])
  expect(officer['Province.name']).toBeUndefined()
  const analyst = await classesFor('analyst')
  expect(Object.keys(analyst).filter((one) => one.startsWith('Person.'))).toEqual([])
})
