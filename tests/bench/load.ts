import type { Bench, BenchOptions, Figure } from './bench.ts'
import { type House, openHouse } from './house.ts'
import { type Asker, openAsker } from './load/asker.ts'
import { openCast } from './load/cast.ts'
import { canPlace, placeApart } from './load/apart.ts'
import { type Costs, costsEach, costsOf, heldBy } from './load/costs.ts'
import { kneeOf, note, startRate, stepSeconds, usefulMs } from './load/knee.ts'
import { mixOf } from './load/mix.ts'
import { replicas } from './load/replicas.ts'
import { openLoop, quantile } from './open-loop.ts'
import { ministryNames } from '../../deploy/ministry-name.ts'

const steadySeconds = 20
const overloadSeconds = 20
/** How much of a processor is planned with. */
const planned = 0.7
/** Requests a second: Estonia's exchange scaled to this country, and ten times that. */
const nations = [3800, 38_000]

export const load: Bench = {
  name: 'load',
  line: 'a day’s mix at constant arrival: the knee, latencies, overload (--apart: the gateway on a processor of its own); --soak for as many minutes as rounds, --replicas',
  usual: { people: 20_000, rounds: 30 },
  parts: ['knee', 'overload', 'apart', 'soak', 'replicas'],
  usualParts: ['knee', 'overload', 'apart', 'replicas'],
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
  await using asker = openAsker([new URL(house.gateway.url).origin], mix)
  await openLoop({ rate: startRate, seconds: stepSeconds }, asker.ask)
  const knee = await kneeOf(asker)
  const figures: Figure[] = [{ name: 'load-knee', value: knee, unit: 'requests/s' }]
  if (parts.includes('knee'))
    for (const share of [0.5, 0.8]) figures.push(...(await steady(house, asker, { knee, share })))
  if (parts.includes('overload')) figures.push(...(await overload('load-overload', asker, knee)))
  if (parts.includes('soak')) figures.push(...(await soak(house, asker, { knee, minutes: rounds })))
  if (parts.includes('apart')) figures.push(...(await apart(house, asker)))
  return figures
}

/** The knee and the overload again, where the gateway does not wait for a processor that others use. */
async function apart(house: House, asker: Asker): Promise<Figure[]> {
  if (!canPlace) {
    console.log('apart: needs Linux, taskset and two processors; left out')
    return []
  }
  placeApart(house)
  const knee = await kneeOf(asker)
  return [
    { name: 'load-apart-knee', value: knee, unit: 'requests/s' },
    ...(await overload('load-apart-overload', asker, knee)),
  ]
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

async function overload(name: string, { ask }: Asker, knee: number): Promise<Figure[]> {
  const result = await openLoop({ rate: knee * 3, seconds: overloadSeconds }, ask)
  note(knee * 3, result)
  const { good, refused, failed } = result.latencies
  const useful = good.filter((ms) => ms <= usefulMs).length
  return [
    {
      name: `${name}-goodput`,
      value: useful / result.seconds / knee,
      unit: 'of the knee’s',
      aim: '≥ 0.8',
    },
    { name: `${name}-refused-p50`, value: quantile(refused, 0.5), unit: 'ms', aim: '≤ 10' },
    { name: `${name}-refused-p99`, value: quantile(refused, 0.99), unit: 'ms', aim: '≤ 10' },
    { name: `${name}-good-p50`, value: quantile(good, 0.5), unit: 'ms' },
    { name: `${name}-good-p99`, value: quantile(good, 0.99), unit: 'ms' },
    { name: `${name}-failed`, value: failed.length, unit: 'requests', aim: '0' },
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
  const [first, last] = [held[Math.max(0, Math.min(4, held.length - 2))], held.at(-1)]
  if (first === undefined || last === undefined) return []
  return [
    { name: 'load-soak-failed', value: failed, unit: 'requests', aim: '0' },
    ...(['gatewayMegabytes', 'ministryMegabytes', 'descriptors', 'databaseProcesses'] as const).map(
      (what) => ({
        name: `load-soak-${what}`,
        value: last[what] / first[what],
        unit: minutes > 5 ? 'of the fifth minute' : 'of a minute before',
        aim: 'flat',
      }),
    ),
  ]
}
