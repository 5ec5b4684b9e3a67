import { deepStrictEqual } from 'node:assert'
import { readFile } from 'node:fs/promises'
import { committedSupergraph } from '../../deploy/gateway-config.ts'
import type { Bench, BenchOptions, Figure } from './bench.ts'
import {
  type Contender,
  type ContenderName,
  type Ring,
  isInstalled,
  openRing,
} from './gateway/contenders.ts'
import { type Loaded, dataOf, load } from './gateway/load.ts'
import { sides } from './gateway/sides.ts'
import { type Work, openWorks } from './gateway/works.ts'
import { processorTime } from './processor-time.ts'
import { residentMegabytes } from './resident-megabytes.ts'
import { spread } from './spread.ts'

/** Milliseconds of one round of a work that is not asked once. */
const roundMs = 1000
const warmUpMs = 2500
/** Connections at which aims are measured, in all rounds; one round at the others, for the picture. */
const mainConnections = 50

const workParts = ['deep', 'identical', 'small', 'ad-hoc', 'ad-hoc-shapes']

export const gateway: Bench = {
  name: 'gateway',
  line: 'this gateway against stock Apollo over lean ministries: processor time, answers a second, memory',
  usual: { people: 1, rounds: 3 },
  parts: [...workParts, ...Object.keys(sides)],
  usualParts: workParts,
  run: async (options) => {
    if (!isInstalled('@graphql-hive/gateway'))
      console.log('Hive Gateway is not installed: left out')
    const works = openWorks(await readFile(committedSupergraph, 'utf8'))
    const chosen = works.filter(({ name }) => options.parts.includes(name))
    const figures: Figure[] = []
    for (const graphAt of new Set(chosen.map((work) => work.graphAt))) {
      const own = chosen.filter((work) => work.graphAt === graphAt)
      await using ring = await openRing([...new Set(own.flatMap((w) => w.contenders))], graphAt)
      for (const work of own) figures.push(...(await measured(work, ring, options)))
    }
    for (const [part, measure] of Object.entries(sides))
      if (options.parts.includes(part)) figures.push(...(await measure()))
    return figures
  },
}

/** What one round cost. */
interface Round extends Loaded {
  /** Milliseconds of the gateway's processor time a request. */
  readonly cpu: number
}

async function measured(work: Work, ring: Ring, { rounds }: BenchOptions): Promise<Figure[]> {
  const contenders = ring.contenders.filter(({ name }) => work.contenders.includes(name))
  await compare(work, ring, contenders)
  const figures: Figure[] = []
  let from = 10_000
  const round = async (contender: Contender, connections: number, maxMs: number) => {
    const { once = Number.MAX_SAFE_INTEGER } = work
    const before = processorTime(contender.pid)
    const requests = { requests: once, maxMs: work.once === undefined ? maxMs : 120_000 }
    const loaded = await load(contender, { body: work.body, from, connections, ...requests })
    return { ...loaded, cpu: (processorTime(contender.pid) - before) / loaded.requests }
  }
  for (const connections of work.connections) {
    const of = new Map<ContenderName, Round[]>(contenders.map(({ name }) => [name, []]))
    const counted = connections === mainConnections ? rounds : 1
    for (let i = connections === mainConnections ? -1 : 0; i < counted; i++) {
      for (const contender of contenders) {
        const result = await round(contender, connections, i < 0 ? warmUpMs : roundMs)
        if (i >= 0) of.get(contender.name)?.push(result)
      }
      from += 10_000
    }
    for (const [name, results] of of) console.log(lineOf(work, connections, name, results))
    figures.push(...figuresOf(work, connections, of))
  }
  for (const { name, pid } of contenders) {
    const value = residentMegabytes([pid])
    console.log(`${work.name}, memory of ${name} afterwards: ${value.toFixed(0)} MB`)
    if (work.once) figures.push({ name: `gateway-${work.name}-memory-${name}`, value, unit: 'MB' })
  }
  return figures
}

/** Every contender gives the data that stock gives. */
async function compare(work: Work, ring: Ring, contenders: readonly Contender[]): Promise<void> {
  const stock = contenders.find(({ name }) => name === 'stock')
  if (stock === undefined) throw new Error('expected stock to compare with')
  await ring.counts()
  for (let i = 0; i < work.compared; i++) {
    const expected = await dataOf(stock, work.body(i))
    const asked = await ring.counts()
    for (const contender of contenders) {
      if (contender === stock) continue
      deepStrictEqual(await dataOf(contender, work.body(i)), expected, `${contender.name}, ${i}`)
      const own = await ring.counts()
      if (i === 0)
        console.log(
          `${work.name}: ${JSON.stringify(expected).length} bytes; ministries asked by stock ` +
            `${JSON.stringify(asked)}, by ${contender.name} ${JSON.stringify(own)}`,
        )
    }
  }
}

function lineOf(
  { name: work }: Work,
  connections: number,
  name: ContenderName,
  results: readonly Round[],
): string {
  const median = (what: (round: Round) => number) => spread(results.map(what)).median
  const cpus = spread(results.map(({ cpu }) => cpu))
  return [
    `${work}, ${connections} connections, ${name}`.padEnd(44),
    `${cpus.median.toFixed(2)} ms (${cpus.low.toFixed(2)}–${cpus.high.toFixed(2)}) of processor a request`,
    `${median(({ requests, seconds }) => requests / seconds).toFixed(0)} requests/s`,
    `p50 ${median(({ p50 }) => p50).toFixed(1)} ms`,
    `p99 ${median(({ p99 }) => p99).toFixed(1)} ms`,
    `${(median(({ bytes }) => bytes) / 1000).toFixed(1)} KB`,
  ].join('  ')
}

/** Ratios to stock, round by round. */
function figuresOf(
  work: Work,
  connections: number,
  of: ReadonlyMap<ContenderName, readonly Round[]>,
): Figure[] {
  const stock = of.get('stock') ?? []
  const figures: Figure[] = []
  for (const [name, results] of of) {
    const place = `gateway-${work.name}-${connections}-${name}`
    const cpu = spread(results.map((round) => round.cpu)).median
    figures.push({ name: `${place}-cpu`, value: cpu, unit: 'ms a request' })
    if (name === 'stock') continue
    const ratio = (what: (round: Round) => number) =>
      spread(results.map((round, i) => what(round) / what(stock[i] ?? round))).median
    const aim = work.aims[name]
    figures.push(
      {
        name: `${place}-cpu-ratio`,
        value: ratio((round) => round.cpu),
        unit: 'of stock',
        ...(aim === undefined || connections !== mainConnections ? {} : { aim: `≤ ${aim}` }),
      },
      {
        name: `${place}-throughput-ratio`,
        value: ratio(({ requests, seconds }) => requests / seconds),
        unit: 'of stock',
      },
      { name: `${place}-p99-ratio`, value: ratio(({ p99 }) => p99), unit: 'of stock' },
    )
  }
  return figures
}
