import type { Bench, BenchOptions, Figure } from './bench.ts'
import { type House, openHouse } from './house.ts'
import { type Asker, openAsker } from './load/asker.ts'
import { openCast } from './load/cast.ts'
import { type Costs, costsEach, costsOf, heldBy } from './load/costs.ts'
import { canLimit, cpuQuota } from './load/cpu-quota.ts'
import { type Question, mixOf } from './load/mix.ts'
import { type LoadResult, openLoop, quantile } from './open-loop.ts'
import { ministryNames } from '../../deploy/ministry-name.ts'

/** Seconds of one step on the way to the knee. */
const stepSeconds = 8
const steadySeconds = 20
const overloadSeconds = 20
/** At the knee almost all are answered, in a time that nobody calls waiting. */
const kneeShare = 0.99
const kneeP99Ms = 500
const startRate = 20
/** Of a processor, for each gateway where several are compared. */
const replicaShare = 0.15
/** How much of a processor is planned with. */
const planned = 0.7
/** Requests a second: Estonia's exchange scaled to this country, and ten times that. */
const nations = [3800, 38_000]

export const load: Bench = {
  name: 'load',
  line: 'a day’s mix at constant arrival: the knee, latencies, overload; --soak for as many minutes as rounds, --replicas',
  usual: { people: 20_000, rounds: 30 },
  parts: ['knee', 'overload', 'soak', 'replicas'],
  usualParts: ['knee', 'overload', 'replicas'],
  run: async (options) => {
    const figures: Figure[] = []
    const isSingle = options.parts.some((part) => part !== 'replicas')
    if (isSingle) figures.push(...(await single(options)))
    if (options.parts.includes('replicas')) figures.push(...(await replicas(options)))
    return figures
  },
}

async function single({ people, rounds, parts }: BenchOptions): Promise<Figure[]> {
  await using house = await openHouse({ people, ministries: ministryNames, pinned: false })
  const mix = await mixOf(await openCast(house))
  await using asker = openAsker([originOf(house.gateway.url)], mix)
  await openLoop({ rate: startRate, seconds: stepSeconds }, asker.ask)
  const knee = await kneeOf(asker)
  const figures: Figure[] = [{ name: 'load-knee', value: knee, unit: 'requests/s' }]
  if (parts.includes('knee'))
    for (const share of [0.5, 0.8]) figures.push(...(await steady(house, asker, { knee, share })))
  if (parts.includes('overload')) figures.push(...(await overload(asker, knee)))
  if (parts.includes('soak')) figures.push(...(await soak(house, asker, { knee, minutes: rounds })))
  return figures
}

/** The highest rate at which almost all are answered in time: up by halves, then closer. */
async function kneeOf({ ask }: Asker): Promise<number> {
  const holds = async (rate: number): Promise<boolean> => {
    const result = await openLoop({ rate, seconds: stepSeconds }, ask)
    const { good, refused, failed } = result.latencies
    const all = good.length + refused.length + failed.length
    const p99 = quantile(good, 0.99)
    note(rate, result)
    return good.length / all >= kneeShare && p99 <= kneeP99Ms
  }
  let low = startRate
  let high = startRate * 1.5
  while (await holds(high)) [low, high] = [high, high * 1.5]
  for (let i = 0; i < 3; i++) {
    const middle = (low + high) / 2
    if (await holds(middle)) low = middle
    else high = middle
  }
  return low
}

async function steady(
  house: House,
  { ask }: Asker,
  { knee, share }: { readonly knee: number; readonly share: number },
): Promise<Figure[]> {
  const before = costsOf(house)
  const result = await openLoop({ rate: knee * share, seconds: steadySeconds }, ask)
  const { good } = result.latencies
  note(knee * share, result)
  const each = costsEach(before, costsOf(house), good.length)
  const name = `load-${share * 100}`
  return [
    ...[0.5, 0.99, 0.999].map((part) => ({
      name: `${name}-p${String(part * 100).replace('.', '_')}`,
      value: quantile(good, part),
      unit: 'ms',
    })),
    ...costFigures(name, each),
    ...nations.flatMap((rate) => needed(`${name}-at-${rate}`, rate, each)),
  ]
}

function costFigures(name: string, each: Costs): Figure[] {
  const { gateways, ministries, databases } = each
  return [
    { name: `${name}-gateway-cpu`, value: gateways, unit: 'ms a request' },
    { name: `${name}-ministries-cpu`, value: ministries, unit: 'ms a request' },
    { name: `${name}-databases-cpu`, value: databases, unit: 'ms a request' },
    {
      name: `${name}-per-core`,
      value: 1000 / (gateways + ministries + databases),
      unit: 'requests/s',
    },
  ]
}

/** A gateway uses about one processor; databases and ministries as many as they are given. */
function needed(name: string, rate: number, { gateways, ministries, databases }: Costs): Figure[] {
  const cores = (each: number) => Math.ceil((rate * each) / 1000 / planned)
  return [
    { name: `${name}-gateways`, value: cores(gateways), unit: 'replicas' },
    { name: `${name}-ministries`, value: cores(ministries), unit: 'cores' },
    { name: `${name}-databases`, value: cores(databases), unit: 'cores' },
  ]
}

async function overload({ ask }: Asker, knee: number): Promise<Figure[]> {
  const result = await openLoop({ rate: knee * 3, seconds: overloadSeconds }, ask)
  note(knee * 3, result)
  const { good, refused, failed } = result.latencies
  return [
    {
      name: 'load-overload-goodput',
      value: good.length / result.seconds / knee,
      unit: 'of the knee’s',
      aim: '≥ 0.8',
    },
    { name: 'load-overload-refused-p50', value: quantile(refused, 0.5), unit: 'ms', aim: '≤ 10' },
    { name: 'load-overload-refused-p99', value: quantile(refused, 0.99), unit: 'ms', aim: '≤ 10' },
    { name: 'load-overload-good-p99', value: quantile(good, 0.99), unit: 'ms' },
    { name: 'load-overload-failed', value: failed.length, unit: 'requests', aim: '0' },
  ]
}

async function soak(
  house: House,
  { ask }: Asker,
  { knee, minutes }: { readonly knee: number; readonly minutes: number },
): Promise<Figure[]> {
  const rate = knee * 0.7
  const held = []
  let failed = 0
  for (let minute = 0; minute < minutes; minute++) {
    const result = await openLoop({ rate, seconds: 60 }, ask)
    failed += result.latencies.failed.length
    held.push(heldBy(house))
    note(rate, result)
    console.log(`minute ${minute + 1}: ${JSON.stringify(held.at(-1))}`)
  }
  const [first, last] = [held[Math.min(4, held.length - 1)], held.at(-1)]
  if (first === undefined || last === undefined) return []
  return [
    { name: 'load-soak-failed', value: failed, unit: 'requests', aim: '0' },
    ...(['gatewayMegabytes', 'ministryMegabytes', 'descriptors', 'databaseProcesses'] as const).map(
      (what) => ({
        name: `load-soak-${what}`,
        value: last[what] / first[what],
        unit: 'of the fifth minute',
        aim: 'flat',
      }),
    ),
  ]
}

/** The same share of a processor for each of one, two and four gateways: what is answered grows with them. */
async function replicas({ people }: BenchOptions): Promise<Figure[]> {
  if (!canLimit) {
    console.log('replicas: needs Linux control groups of the first version, as root; left out')
    return []
  }
  await using house = await openHouse({
    people,
    ministries: ministryNames,
    pinned: false,
    gateways: 4,
  })
  const mix = await mixOf(await openCast(house))
  const figures: Figure[] = []
  let one = 0
  for (const count of [1, 2, 4]) {
    const knee = await limitedKnee(house, mix, count)
    if (count === 1) one = knee
    figures.push({ name: `load-${count}-gateways`, value: knee, unit: 'requests/s' })
    if (count > 1)
      figures.push({
        name: `load-${count}-gateways-scaling`,
        value: knee / one,
        unit: 'of one gateway',
        aim: String(count),
      })
  }
  return figures
}

async function limitedKnee(house: House, mix: readonly Question[], count: number): Promise<number> {
  const chosen = house.gateways.slice(0, count)
  await using asker = openAsker(
    chosen.map(({ url }) => originOf(url)),
    mix,
  )
  await openLoop({ rate: startRate * count, seconds: stepSeconds }, asker.ask)
  const quotas = chosen.map(({ pid }) => cpuQuota(pid, replicaShare))
  try {
    return await kneeOf(asker)
  } finally {
    for (const quota of quotas) quota[Symbol.dispose]()
  }
}

function originOf(url: string): string {
  return new URL(url).origin
}

function note(rate: number, { seconds, latencies, faults }: LoadResult): void {
  const { good, refused, failed } = latencies
  const said = [...faults].map(([fault, times]) => `${fault} × ${times}`).slice(0, 5)
  console.log(
    [
      `${rate.toFixed(0)} requests/s for ${seconds.toFixed(0)} s:`,
      `${good.length} good, p50 ${quantile(good, 0.5).toFixed(0)} p99 ${quantile(good, 0.99).toFixed(0)} ms;`,
      `${refused.length} refused, p99 ${quantile(refused, 0.99).toFixed(0)} ms;`,
      `${failed.length} failed`,
      ...said,
    ].join(' '),
  )
}
