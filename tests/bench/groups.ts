import { randomUUID } from 'node:crypto'
import type { Grants } from '../../auth/grants.ts'
import { allRows } from '../../auth/row-scope.ts'
import { openDatabase } from '../../subgraphs/kit/database.ts'
import type { Bench } from './bench.ts'
import { type Contender, contest } from './contest.ts'
import { openHouse } from './house.ts'

const query = `{
  personGroups(groupBy: [{ field: PROVINCE }, { field: AGE, on: "2026-11-01" }], first: 10000) {
    groups { key { province { code } age } count }
    groupCount
  }
}`

/** The same groups as a programmer would write them. */
const text = `
  SELECT province_code, extract(year FROM age(date '2026-11-01', birth_date))::int AS age, count(*)::int AS count
  FROM person GROUP BY 1, 2 ORDER BY 1, 2`

const counting: Grants = {
  'population:person:stats': allRows,
  'reference:catalogue:read': allRows,
}
const reading: Grants = { ...counting, 'population:person:read': allRows }

export const groups: Bench = {
  name: 'groups',
  line: 'people by province and age through a subgraph over HTTP, exact and under disclosure control, against the hand-written SQL',
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
    // Each time another caller: control has answered them nothing yet, which is when it costs most.
    const asked = async (grants: Grants): Promise<number> => {
      const token = await house.ministryToken('population', grants, randomUUID())
      const { data } = (await population.post({ query }, token)) as {
        data: { personGroups: { groupCount: number } }
      }
      return data.personGroups.groupCount
    }
    try {
      const expected = (await database.pool.query(text)).rows.length
      const contender = (name: string, grants: Grants): Contender => ({
        name,
        pids: [population.pid],
        ask: async () => {
          const got = await asked(grants)
          if (got !== expected) throw new Error(`expected ${expected} groups, got ${got}`)
        },
      })
      const result = await contest({
        postmaster: house.postmaster,
        rounds,
        requests: people > 200_000 ? 3 : 10,
        atOnce: 1,
        contenders: [
          contender('exact', reading),
          contender('controlled', counting),
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
      const toSql = (name: string): number =>
        result.ratio(name, 'SQL', ({ latency }) => latency).median
      return [
        { name: 'groups-count', value: expected, unit: 'groups' },
        {
          name: 'groups-time-to-sql',
          value: toSql('exact'),
          unit: '×',
          aim: '1.15 at 1,000,000 people',
        },
        {
          name: 'groups-controlled-time-to-sql',
          value: toSql('controlled'),
          unit: '×',
          aim: '1.3 at 1,000,000 people',
        },
        {
          name: 'groups-controlled-time',
          value: result.of('controlled', ({ latency }) => latency).median,
          unit: 'ms',
        },
      ]
    } finally {
      await database.close()
    }
  },
}
