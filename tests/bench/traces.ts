import { createServer, type Server } from 'node:http'
import { portToKeep } from '../support/port-to-keep.ts'
import type { Bench } from './bench.ts'
import { type Contender, contest } from './contest.ts'
import { openHouse } from './house.ts'

const query = `query ($first: Int!) {
  people(first: $first, where: { provinceCode: { eq: "01" } }) { nodes { pin fullName birthDate } }
}`
const load = { requests: 300, atOnce: 20 }

/** Shares of requests whose traces are recorded, by the name of what is measured. */
const sampled = {
  none: { OTEL_TRACES_SAMPLER: 'always_off' },
  twentieth: { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.05' },
  all: { OTEL_TRACES_SAMPLER: 'always_on' },
}

export const traces: Bench = {
  name: 'traces',
  line: 'rows of 20 people or fewer, with the traces of no, every twentieth and every request recorded',
  usual: { people: 20_000, rounds: 10 },
  run: async ({ people, rounds }) => {
    const port = await portToKeep()
    await using collector = await openCollector(port)
    await using house = await openHouse({
      people,
      ministries: ['population'],
      gateways: 3,
      settingsOfGateways: Object.values(sampled),
      settings: {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        // Each waits for its answer: on a busy machine all are late, and none is to be refused.
        LIEN_THONG_ADMISSION_WAIT_MS: '10000',
      },
    })
    const token = await house.accessToken({
      sub: 'bench',
      roles: ['officer'],
      provinces: ['01'],
      purpose: 'population-management',
    })
    let asked = 0
    const contenders = Object.keys(sampled).map((name, at): Contender => {
      const gateway = house.gateways[at]
      if (gateway === undefined) throw new Error(`expected a gateway for ${name}`)
      return {
        name,
        pids: [gateway.pid, house.ministries['population']?.pid ?? 0],
        // Another page each time: no two requests may share one answer of a ministry.
        ask: async () => {
          const first = 1 + (asked++ % 20)
          await gateway.post({ query, variables: { first } }, token)
        },
      }
    })
    const result = await contest({ contenders, postmaster: house.postmaster, rounds, ...load })
    console.log(`${result.table()}\ncollector: ${collector.requests()} exports`)
    const own = (name: string) => result.of(name, (sample) => sample.own).median
    return [
      { name: 'traces-none', value: own('none'), unit: 'ms of processors a request' },
      { name: 'traces-twentieth', value: own('twentieth') / own('none'), unit: '× of none' },
      { name: 'traces-all', value: own('all') / own('none'), unit: '× of none' },
    ]
  },
}

interface Collector extends AsyncDisposable {
  readonly requests: () => number
}

/** Takes all spans and keeps none. */
async function openCollector(port: number): Promise<Collector> {
  let requests = 0
  const server: Server = createServer((request, response) => {
    requests++
    request
      .resume()
      .once('end', () => response.setHeader('content-type', 'application/json').end('{}'))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    requests: () => requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
