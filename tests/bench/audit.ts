import type { Bench, Figure } from './bench.ts'
import { commitFloor } from './commit-floor.ts'
import { type Contender, type Contest, contest } from './contest.ts'
import { openHouse, type Place } from './house.ts'

const province = '01'
const query = `query ($province: ID!, $since: Date!) {
  people(first: 20, where: { provinceCode: { eq: $province }, birthDate: { gte: $since } }, orderBy: [{ field: BIRTH_DATE }]) {
    nodes { pin fullName birthDate sex provinceCode communeCode }
  }
}`

/** A day before anybody was born, another one each time: no two requests may share one answer of a ministry. */
function* daysBefore(): Generator<string, never> {
  for (let day = 0; ; day = (day + 1) % 18_250)
    yield new Date(Date.UTC(1850, 0, 1 + day)).toISOString().slice(0, 10)
}

interface Load {
  /** In the figures' names. */
  readonly name: string
  readonly requests: number
  readonly atOnce: number
  readonly pauseMs?: number
}

/** One connection alone. */
const alone: Load = { name: '1', requests: 150, atOnce: 1 }
/** 50 connections that ask again at once: the processors are the limit, and throughput is what is measured. */
const saturated: Load = { name: '50', requests: 700, atOnce: 50 }
/**
 * 50 connections that pause, as people and applications do, so that about a quarter of what was answered above
 * is asked: what a request waits for the journal. With all processors busy that is 50 × the time a request.
 */
const paced: Load = { name: '50-paced', requests: 300, atOnce: 50, pauseMs: 900 }

export const audit: Bench = {
  name: 'audit',
  line: '20 rows through the gateway with its audit journal, against the same gateway without one',
  usual: { people: 20_000, rounds: 15 },
  run: async ({ people, rounds }) => {
    await using house = await openHouse({ people, ministries: ['population'], unrecorded: true })
    const { gateway, unrecorded, ministries, postmaster } = house
    if (unrecorded === undefined) throw new Error('expected a gateway without a journal')
    const token = await house.accessToken({
      sub: 'bench',
      roles: ['officer'],
      provinces: [province],
      purpose: 'population-management',
    })
    const days = daysBefore()
    const contender = (name: string, place: Place): Contender => ({
      name,
      pids: [place.pid, ministries['population']?.pid ?? 0],
      ask: async () => {
        await place.post({ query, variables: { province, since: days.next().value } }, token)
      },
    })
    const contenders = [contender('off', unrecorded), contender('on', gateway)]
    const measured = async ({ name, ...load }: Load): Promise<Contest> => {
      const result = await contest({ contenders, postmaster, rounds, ...load })
      console.log(
        `${name}: ${load.atOnce} at once, ${load.pauseMs ?? 0} ms between\n${result.table()}`,
      )
      return result
    }
    const floor = await commitFloor(house.ownerUrl('gateway'))
    const one = await measured(alone)
    const many = await measured(saturated)
    const apart = await measured(paced)
    const lost = many.ratio('on', 'off', ({ elapsed }) => elapsed).median
    return [
      { name: 'audit-commit-floor', value: floor.median, unit: 'ms a bare INSERT and COMMIT' },
      figure('audit-median-added-1', one, ({ latency }) => latency),
      {
        ...figure('audit-median-added-50-paced', apart, ({ latency }) => latency),
        aim: '≤ 3',
      },
      { name: 'audit-throughput-lost-50', value: (1 - 1 / lost) * 100, unit: '%', aim: '≤ 10' },
      figure('audit-cpu-added-gateway-50', many, ({ own }) => own),
      figure('audit-cpu-added-database-50', many, ({ database }) => database),
    ]
  },
}

type Sample = Parameters<Parameters<Contest['of']>[1]>[0]

/** What the journal adds to a request, by the medians of both. */
function figure(name: string, result: Contest, what: (sample: Sample) => number): Figure {
  const value = result.of('on', what).median - result.of('off', what).median
  return { name, value, unit: 'ms a request' }
}
