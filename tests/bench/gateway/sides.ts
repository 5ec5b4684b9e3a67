import { readFile } from 'node:fs/promises'
import { Supergraph } from '@apollo/federation-internals'
import { parse } from 'graphql'
import { committedSupergraph } from '../../../deploy/gateway-config.ts'
import { openPlanner } from '../../../gateway/planning/planner.ts'
import { withoutSecurityLinks } from '../../../gateway/supergraph/security-links.ts'
import type { Figure } from '../bench.ts'
import { processorTime } from '../processor-time.ts'
import { residentMegabytes } from '../resident-megabytes.ts'
import { spread } from '../spread.ts'
import { type AdHoc, openAdHoc } from './ad-hoc.ts'
import { openRing } from './contenders.ts'
import { house, shop, spreadOver } from './graph.ts'
import { load } from './load.ts'

/** Measured only when asked for, each in a minute or so; the memory takes long. */
export const sides: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  plan,
  wait,
  cold,
  sizes,
  memory,
}

const body = (query: string): string => JSON.stringify({ query })

async function adHocOfHouse(): Promise<AdHoc> {
  const text = await readFile(committedSupergraph, 'utf8')
  const built = Supergraph.build(withoutSecurityLinks(text, parse(text)))
  return openAdHoc(built.apiSchema().toGraphQLJSSchema())
}

/** Some fields of each of the first ministries; another alias is another document. */
function wide(ministries: number, fields: number, alias = 0): string {
  const each = Math.ceil(fields / ministries)
  const names = Array.from(
    { length: ministries * each },
    (_, n) => `m${n % ministries}f${Math.floor(n / ministries)}`,
  )
  return `{ people0 { a${alias}: id ${names.slice(0, fields).join(' ')} } }`
}

/** Milliseconds to plan, by ministries and by fields. */
async function plan(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  const timed = async (name: string, ministries: number, fields: number): Promise<void> => {
    const planner = openPlanner(servable(spreadOver(ministries, 'http://127.0.0.1:9')))
    const times: number[] = []
    for (let i = 0; i < 30; i++) {
      const document = parse(wide(ministries, fields, i))
      const began = performance.now()
      await planner.plan(document, undefined)
      times.push(performance.now() - began)
    }
    figures.push({
      name: `gateway-plan-${name}`,
      value: spread(times.slice(10)).median,
      unit: 'ms',
    })
  }
  for (const ministries of [5, 10, 20, 50])
    await timed(`${ministries}-ministries-100-fields`, ministries, 100)
  for (const fields of [10, 50, 200]) await timed(`20-ministries-${fields}-fields`, 20, fields)
  return figures
}

function servable(supergraph: string): string {
  return withoutSecurityLinks(supergraph, parse(supergraph))
}

/** What a request whose plan is known waits while large new documents are planned. */
async function wait(): Promise<readonly Figure[]> {
  const graph = (origin: string) => ({
    name: 'fifty',
    supergraph: spreadOver(50, origin),
    size: { lists: {}, list: 1, pools: {}, pool: 10 },
  })
  await using ring = await openRing(['open', 'stock'], graph)
  const figures: Figure[] = []
  for (const contender of ring.contenders) {
    const known = (maxMs: number) =>
      load(contender, {
        body: () => body('{ people0 { m0f0 } }'),
        from: 0,
        connections: 1,
        requests: Number.MAX_SAFE_INTEGER,
        maxMs,
      })
    const planned = (maxMs: number, from: number) =>
      load(contender, {
        body: (i) => body(wide(50, 400, i)),
        from,
        connections: 4,
        requests: Number.MAX_SAFE_INTEGER,
        maxMs,
      })
    await Promise.all([known(3000), planned(3000, 0)])
    const alone = await known(4000)
    const [beside, heavy] = await Promise.all([known(8000), planned(8000, 10_000)])
    console.log(
      `wait, ${contender.name}: alone p50 ${alone.p50.toFixed(2)} p99 ${alone.p99.toFixed(1)} ms; ` +
        `beside ${heavy.requests} new documents (p50 ${heavy.p50.toFixed(0)} ms) ` +
        `p50 ${beside.p50.toFixed(2)} p99 ${beside.p99.toFixed(1)} ms`,
    )
    figures.push({
      name: `gateway-wait-p99-${contender.name}`,
      value: beside.p99 - alone.p99,
      unit: 'ms',
      ...(contender.name === 'open' ? { aim: '≤ 20' } : {}),
    })
  }
  return figures
}

/** Documents that nobody asked before, one after the other. */
async function cold(): Promise<readonly Figure[]> {
  const adHoc = await adHocOfHouse()
  await using ring = await openRing(['open', 'stock'], house)
  const figures: Figure[] = []
  for (const contender of ring.contenders) {
    const asked = (from: number, requests: number) =>
      load(contender, {
        body: (i) => body(adHoc.document(i, i)),
        from,
        connections: 1,
        requests,
        maxMs: 60_000,
      })
    await asked(0, 300)
    const { p50, p99 } = await asked(10_000, 500)
    figures.push(
      { name: `gateway-cold-p50-${contender.name}`, value: p50, unit: 'ms' },
      { name: `gateway-cold-p99-${contender.name}`, value: p99, unit: 'ms' },
    )
  }
  return figures
}

/** Processor time of answers from 1 KB to 10 MB. */
async function sizes(): Promise<readonly Figure[]> {
  await using ring = await openRing(['open', 'stock'], shop)
  const figures: Figure[] = []
  for (const [items, name] of [
    [15, '1KB'],
    [150, '10KB'],
    [1500, '100KB'],
    [15_000, '1MB'],
    [150_000, '10MB'],
  ] as const) {
    const cpus: Record<string, number> = {}
    for (const contender of ring.contenders) {
      const asked = (maxMs: number) =>
        load(contender, {
          body: (i) => body(`{ topProducts(first: ${items}, salt: ${i}) { upc name } }`),
          from: 0,
          connections: items > 5000 ? 2 : 20,
          requests: Number.MAX_SAFE_INTEGER,
          maxMs,
        })
      await asked(1500)
      const before = processorTime(contender.pid)
      const { requests, bytes } = await asked(3000)
      const cpu = (processorTime(contender.pid) - before) / requests
      cpus[contender.name] = cpu
      console.log(`${name}, ${contender.name}: ${bytes} bytes, ${cpu.toFixed(2)} ms of processor`)
      figures.push({ name: `gateway-size-${name}-${contender.name}`, value: cpu, unit: 'ms' })
    }
    const ratio = (cpus['open'] ?? Number.NaN) / (cpus['stock'] ?? Number.NaN)
    figures.push({ name: `gateway-size-${name}-ratio`, value: ratio, unit: 'of stock' })
  }
  return figures
}

const documents = 100_000

/** Memory over many distinct documents, a tenth of them at a time. */
async function memory(): Promise<readonly Figure[]> {
  const adHoc = await adHocOfHouse()
  await using ring = await openRing(['open', 'stock'], house)
  const figures: Figure[] = []
  const last: Record<string, number> = {}
  for (const contender of ring.contenders) {
    const held: number[] = []
    for (let from = 0; from < documents; from += documents / 10) {
      await load(contender, {
        body: (i) => body(adHoc.document(i, i)),
        from,
        connections: 20,
        requests: documents / 10,
        maxMs: Number.MAX_SAFE_INTEGER,
      })
      held.push(residentMegabytes([contender.pid]))
      const cpu = processorTime(contender.pid) / (from + documents / 10)
      console.log(
        `${new Date().toISOString().slice(11, 19)} ${contender.name}, ${from + documents / 10} documents: ` +
          `${held.at(-1)?.toFixed(0)} MB, ${cpu.toFixed(2)} ms of processor each`,
      )
    }
    last[contender.name] = held.at(-1) ?? Number.NaN
    figures.push(
      { name: `gateway-memory-${contender.name}`, value: held.at(-1) ?? Number.NaN, unit: 'MB' },
      {
        name: `gateway-memory-growth-${contender.name}`,
        value: (held.at(-1) ?? Number.NaN) - (held[4] ?? Number.NaN),
        unit: 'MB in the second half',
      },
    )
  }
  figures.push({
    name: 'gateway-memory-ratio',
    value: (last['open'] ?? Number.NaN) / (last['stock'] ?? Number.NaN),
    unit: 'of stock',
    aim: '≤ 0.8',
  })
  return figures
}
