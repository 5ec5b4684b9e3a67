import { allRows } from '../../auth/row-scope.ts'
import { openDatabase } from '../../subgraphs/kit/database.ts'
import type { Bench } from './bench.ts'
import { contest } from './contest.ts'
import { openHouse } from './house.ts'

const query = `{
  personGroups(groupBy: [{ field: COMMUNE }, { field: AGE_BAND, on: "2026-11-01" }], first: 10000) {
    groups { key { commune { code } ageBand { from } } count }
    groupCount
  }
}`

/** The same groups as a programmer would write them. */
const text = `
  SELECT commune_code, (extract(year FROM age(date '2026-11-01', birth_date))::int / 5) * 5 AS band, count(*)::int AS count
  FROM person GROUP BY 1, 2 ORDER BY 1, 2`

export const groups: Bench = {
  name: 'groups',
  line: 'people by commune and five-year age band through a subgraph over HTTP, against the hand-written SQL',
  usual: { people: 20_000, rounds: 7 },
  run: async ({ people, rounds }) => {
    await using house = await openHouse({ people, ministries: ['population'] })
    const { population } = house.ministries
    if (population === undefined) throw new Error('expected a ministry')
    const database = openDatabase({
      url: `${house.databaseUrl('population')}?options=${encodeURIComponent('-c lien_thong.whole=on')}`,
      poolSize: 1,
      applicationName: 'bench',
    })
    const grants = { 'population:person:stats': allRows, 'reference:catalogue:read': allRows }
    try {
      const expected = (await database.pool.query(text)).rows.length
      const result = await contest({
        postmaster: house.postmaster,
        rounds,
        requests: people > 200_000 ? 3 : 10,
        atOnce: 1,
        contenders: [
          {
            name: 'subgraph',
            pids: [population.pid],
            ask: async () => {
              const token = await house.ministryToken('population', grants)
              const { data } = (await population.post({ query }, token)) as {
                data: { personGroups: { groupCount: number } }
              }
              if (data.personGroups.groupCount !== expected) throw new Error('expected every group')
            },
          },
          {
            name: 'SQL',
            pids: [process.pid],
            ask: async () => {
              const { rows } = await database.pool.query(text)
              if (rows.length !== expected) throw new Error('expected every group')
            },
          },
        ],
      })
      console.log(result.table())
      return [
        { name: 'groups-count', value: expected, unit: 'groups' },
        {
          name: 'groups-time-to-sql',
          value: result.ratio('subgraph', 'SQL', ({ latency }) => latency).median,
          unit: '×',
          aim: '1.15 at 1,000,000 people',
        },
        {
          name: 'groups-time',
          value: result.of('subgraph', ({ latency }) => latency).median,
          unit: 'ms',
        },
      ]
    } finally {
      await database.close()
    }
  },
}
