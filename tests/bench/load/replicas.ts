import { ministryNames } from '../../../deploy/ministry-name.ts'
import type { BenchOptions, Figure } from '../bench.ts'
import { type House, openHouse } from '../house.ts'
import { openLoop } from '../open-loop.ts'
import { openAsker } from './asker.ts'
import { openCast } from './cast.ts'
import { canLimit, cpuQuota } from './cpu-quota.ts'
import { note, stepSeconds, usefulMs } from './knee.ts'
import { type Question, mixOf } from './mix.ts'

/** Of a processor, for each gateway: so little that ministries and databases can follow four of them. */
const share = 0.12
/** Requests a second that are asked of each gateway: more than it can. */
const rate = 60
const seconds = 12
/** Gateways at a time, up and down: what gets warmer, or busier, meanwhile counts for all. */
const turns = [4, 2, 1, 1, 2, 4]

/** The same share of a processor for each of one, two and four gateways: what is answered in time grows with them. */
export async function replicas({ people }: BenchOptions): Promise<Figure[]> {
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
  const mix = cheap(await mixOf(await openCast(house)))
  const answered = new Map<number, number>()
  // All of them know the documents and have compiled what they run.
  await limited(house, mix, 4, 1)
  for (const count of turns) {
    const each = await limited(house, mix, count, share)
    const times = turns.filter((one) => one === count).length
    answered.set(count, (answered.get(count) ?? 0) + each / times)
  }
  const one = answered.get(1) ?? 0
  return [...answered].flatMap(([count, value]) => [
    { name: `load-${count}-gateways`, value, unit: 'requests/s' },
    {
      name: `load-${count}-gateways-scaling`,
      value: value / one,
      unit: 'of one gateway',
      aim: String(count),
    },
  ])
}

/** Citizens who look themselves up, catalogues, wrong requests: two processors answer those of four gateways. */
function cheap(mix: readonly Question[]): readonly Question[] {
  const shares = new Map([
    ['citizen: household', 45],
    ['analyst: catalogue', 50],
  ])
  return mix.flatMap((one) => {
    const own = one.name.startsWith('bad:') ? one.share : shares.get(one.name)
    return own === undefined ? [] : [{ ...one, share: own }]
  })
}

/** Requests a second that so many gateways answer in time, each held to a share of a processor. */
async function limited(
  house: House,
  mix: readonly Question[],
  count: number,
  own: number,
): Promise<number> {
  const chosen = house.gateways.slice(0, count)
  await using asker = openAsker(
    chosen.map(({ url }) => new URL(url).origin),
    mix,
  )
  const quotas = own < 1 ? chosen.map(({ pid }) => cpuQuota(pid, own)) : []
  try {
    const load = { rate: rate * count * (own < 1 ? 1 : 0.5), seconds }
    // The first seconds find out how many requests may be worked on at once.
    await openLoop({ ...load, seconds: stepSeconds / 2 }, asker.ask)
    const result = await openLoop(load, asker.ask)
    console.log(`${count} gateways, ${own} of a processor each`)
    note(load.rate, result)
    return result.latencies.good.filter((ms) => ms <= usefulMs).length / result.seconds
  } finally {
    for (const quota of quotas) quota[Symbol.dispose]()
  }
}
