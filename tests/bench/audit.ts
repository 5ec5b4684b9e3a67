import type { Bench, Figure } from './bench.ts'
import { type Contender, contest } from './contest.ts'
import { openHouse, type Place } from './house.ts'

const province = '01'
const query = `query ($province: ID!) {
  people(first: 20, where: { provinceCode: { eq: $province } }, orderBy: [{ field: BIRTH_DATE }]) {
    nodes { pin fullName birthDate sex provinceCode communeCode }
  }
}`

/** Connections with a request under way each; alone, and as many as the aim names. */
const loads = [1, 50] as const

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
    })
    const contender = (name: string, place: Place): Contender => ({
      name,
      pids: [place.pid, ministries['population']?.pid ?? 0],
      ask: async () => {
        await place.post({ query, variables: { province } }, token)
      },
    })
    const figures: Figure[] = []
    for (const atOnce of loads) {
      const result = await contest({
        contenders: [contender('off', unrecorded), contender('on', gateway)],
        postmaster,
        rounds,
        requests: atOnce === 1 ? 150 : 1000,
        atOnce,
      })
      console.log(`${atOnce} at once\n${result.table()}`)
      const share = result.ratio('on', 'off', ({ elapsed }) => elapsed).median
      const added =
        result.of('on', ({ latency }) => latency).median -
        result.of('off', ({ latency }) => latency).median
      const cpu =
        result.of('on', ({ own, database }) => own + database).median -
        result.of('off', ({ own, database }) => own + database).median
      figures.push(
        {
          name: `audit-throughput-lost-${atOnce}`,
          value: (1 - 1 / share) * 100,
          unit: '%',
          ...(atOnce === 50 ? { aim: '≤ 10' } : {}),
        },
        {
          name: `audit-median-added-${atOnce}`,
          value: added,
          unit: 'ms',
          ...(atOnce === 1 ? { aim: '≤ 3' } : {}),
        },
        { name: `audit-cpu-added-${atOnce}`, value: cpu, unit: 'ms a request' },
      )
    }
    return figures
  },
}
