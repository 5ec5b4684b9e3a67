import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import { afterAll, describe, expect, test } from 'vitest'
import { openPlanner } from './planner.ts'
import { openPlanning } from './planning.ts'

const limits = { planMs: 30_000, maxWaiting: 100, heapMegabytes: 512 }

/** Each of five ministries could answer every field: thousands of plans are weighed for one long document. */
const supergraph = (() => {
  const shared = Array.from({ length: 8 }, (_, n) => `f${n}: T @shareable`).join(' ')
  const { supergraphSdl } = composeServices(
    ['a', 'b', 'c', 'd', 'e'].map((name) => ({
      name,
      url: 'http://127.0.0.1:9/',
      typeDefs: parse(`
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable"])
        type Query { t(n: Int): T @shareable }
        type T @key(fields: "id") { id: ID! ${name}: String ${shared} }`),
    })),
  )
  return supergraphSdl ?? ''
})()

const small = parse('query Q($n: Int) { t(n: $n) { a f1 { b } } }')
const branch = (depth: number): string =>
  depth === 0
    ? 'a b c d e'
    : Array.from({ length: 4 }, (_, n) => `f${n} { ${branch(depth - 1)} }`).join(' ')
const large = parse(`{ t { ${branch(4)} } }`)
const endless = parse(`{ t { ${branch(5)} } }`)

const planning = openPlanning(limits)
afterAll(() => planning.close())

const code = async (plan: Promise<unknown>): Promise<unknown> =>
  plan.then(
    () => 'planned',
    (error: { readonly extensions?: Record<string, unknown> }) => error.extensions?.['code'],
  )

test('plans in a thread as it would in this one', async () => {
  const planner = await planning.open(supergraph)
  const here = await openPlanner(supergraph).plan(small, 'Q')
  expect(await planner.plan(small, 'Q')).toEqual(JSON.parse(JSON.stringify(here)))
  await planner.close()
  await expect(planner.plan(small, 'Q')).rejects.toThrow('closed')
})

test('a supergraph that cannot be read opens nothing', async () => {
  await expect(planning.open('type Query { a: Int }')).rejects.toThrow('supergraph')
})

test('nor does it stay in memory', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const held = (): number => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const before = held()
  for (let at = 0; at < 10; at++) {
    const text = `type Query { a: Int } # ${'x'.repeat(4_000_000)}${at}`
    await expect(planning.open(text)).rejects.toThrow('supergraph')
  }
  // All ten are forty million characters.
  expect(held() - before).toBeLessThan(20_000_000)
})

test('a small document does not wait for a large one, and one that is asked for twice is planned once', async () => {
  const planner = await planning.open(supergraph)
  const order: string[] = []
  const [one, same] = [planner.plan(large, undefined), planner.plan(large, undefined)]
  const slow = one.then(() => order.push('large'))
  await planner.plan(small, 'Q').then(() => order.push('small'))
  await slow
  expect(order).toEqual(['small', 'large'])
  expect(await same).toBe(await one)
})

describe('limits', () => {
  test('of time: refused with COST_EXCEEDED, remembered, and the next one is planned', async () => {
    const planMs = 600
    const strict = openPlanning({ ...limits, planMs })
    const planner = await strict.open(supergraph)
    expect(await code(planner.plan(endless, undefined))).toBe('COST_EXCEEDED')
    const began = performance.now()
    expect(await code(planner.plan(endless, undefined))).toBe('COST_EXCEEDED')
    expect(performance.now() - began).toBeLessThan(planMs)
    expect(await code(planner.plan(small, 'Q'))).toBe('planned')
    await strict.close()
  })

  test('of memory: COST_EXCEEDED, and the next one is planned', async () => {
    const tight = openPlanning({ ...limits, heapMegabytes: 48 })
    const planner = await tight.open(supergraph)
    const aliases = Array.from({ length: 100_000 }, (_, n) => `a${n}: a`).join(' ')
    const wide = parse(`{ t { ${aliases} } }`)
    expect(await code(planner.plan(wide, undefined))).toBe('COST_EXCEEDED')
    expect(await code(planner.plan(small, 'Q'))).toBe('planned')
    await tight.close()
  })

  test('of documents that wait: RATE_LIMITED from the first one more', async () => {
    const narrow = openPlanning({ ...limits, maxWaiting: 1 })
    const planner = await narrow.open(supergraph)
    expect(await code(planner.plan(small, 'Q'))).toBe('planned')
    const names = ['a', 'b', 'c']
    const codes = names.map((name) => code(planner.plan(parse(`{ t { ${name} } }`), undefined)))
    expect(await Promise.all(codes)).toEqual(['planned', 'planned', 'RATE_LIMITED'])
    await narrow.close()
  })
})
