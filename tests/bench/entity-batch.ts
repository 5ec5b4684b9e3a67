import { allRows } from '../../auth/row-scope.ts'
import { openDatabase } from '../../subgraphs/kit/database.ts'
import { bareStatements } from './bare-statements.ts'
import type { Bench } from './bench.ts'
import { contest } from './contest.ts'
import { openHouse } from './house.ts'

const keys = 1000
const query = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Person { pin fullName birthDate sex provinceCode communeCode }
  }
}`

export const entityBatch: Bench = {
  name: 'entity-batch',
  line: '1,000 people by key through a subgraph over HTTP, against the bare SQL',
  usual: { people: 20_000, rounds: 11 },
  run: async ({ people, rounds }) => {
    await using house = await openHouse({ people, ministries: ['population'] })
    const { population } = house.ministries
    const { bare, postmaster } = house
    if (population === undefined) throw new Error('expected a ministry')
    const database = openDatabase({
      url: `${house.databaseUrl('population')}?options=${encodeURIComponent('-c lien_thong.whole=on')}`,
      poolSize: 1,
      applicationName: 'bench',
    })
    try {
      const { rows } = await database.pool.query<{ pin: string }>(
        'SELECT pin FROM person ORDER BY md5(pin) LIMIT $1',
        [keys],
      )
      const pins = rows.map(({ pin }) => pin)
      const representations = pins.map((pin) => ({ __typename: 'Person', pin }))
      const read = { 'population:person:read': allRows }
      let token = await house.ministryToken('population', read)
      const began = Date.now()
      let minted = began
      const result = await contest({
        postmaster,
        rounds,
        requests: 40,
        atOnce: 1,
        contenders: [
          {
            name: 'subgraph',
            pids: [population.pid],
            ask: async () => {
              // A ministry's token is good for a minute.
              if (Date.now() - minted > 30_000) {
                minted = Date.now()
                token = await house.ministryToken('population', read)
              }
              const answer = await population.post({ query, variables: { representations } }, token)
              const { data } = answer as { data: { _entities: { fullName: string }[] } }
              if (data._entities.filter((one) => one.fullName !== '').length !== keys)
                throw new Error('expected every entity')
            },
          },
          {
            name: 'SQL',
            pids: [process.pid],
            ask: async () => {
              const found = await database.pool.query(bareStatements['batch']?.text ?? '', [pins])
              if (found.rows.length !== keys) throw new Error('expected every row')
            },
          },
          {
            name: 'SQL behind node:http',
            pids: [bare.pid],
            ask: async () => void (await bare.post({ statement: 'batch', values: [pins] })),
          },
        ],
      })
      console.log(result.table())
      return [
        {
          name: 'entity-batch-time-to-sql',
          value: result.ratio('subgraph', 'SQL', ({ latency }) => latency).median,
          unit: '×',
        },
        {
          name: 'entity-batch-cpu-to-sql',
          value: result.ratio('subgraph', 'SQL', ({ own }) => own).median,
          unit: '×',
        },
        {
          name: 'entity-batch-time-to-sql-over-http',
          value: result.ratio('subgraph', 'SQL behind node:http', ({ latency }) => latency).median,
          unit: '×',
        },
        {
          name: 'entity-batch-cpu-to-sql-over-http',
          value: result.ratio('subgraph', 'SQL behind node:http', ({ own }) => own).median,
          unit: '×',
        },
        {
          name: 'entity-batch-cpu',
          value: result.of('subgraph', ({ own }) => own).median,
          unit: 'ms a request',
        },
        {
          name: 'entity-batch-time',
          value: result.of('subgraph', ({ latency }) => latency).median,
          unit: 'ms',
        },
      ]
    } finally {
      await database.close()
    }
  },
}
