import { pino } from 'pino'
import { Pool } from 'undici'
import { openCounters } from '../../gateway/rates/rates.ts'
import { openValkey, valkeyPath } from '../support/valkey.ts'
import type { Bench, Figure } from './bench.ts'
import { startChild } from './child.ts'
import type { FloodWorld } from './flood-world.ts'
import { type Asked, type LoadResult, type Outcome, openLoop, quantile } from './open-loop.ts'

/** Requests a second of those who ask another ministry, and of the flood: three times what land answers. */
const rate = 100
const floodRate = 60
/** Seconds of one turn with the flood, and of one without. */
const seconds = 5
const counts = 20_000

/** What a flood on one ministry does to the others, and what counting costs a request. */
export const flood: Bench = Object.freeze<Bench>({
  name: 'flood',
  line: 'a flood on one ministry, and what others notice of it; what counting rates costs',
  usual: { people: 1, rounds: 4 },
  async run({ rounds }) {
    await using child = await startChild({
      args: ['--import', 'tsx', 'tests/bench/flood-world.ts'],
      environment: {},
      until: /world (\{.*\})/,
    })
    const world = JSON.parse(child.answer) as FloodWorld
    await using pool = disposable(new Pool(world.url, { connections: 128 }))
    const others = asker(pool.it, world.other, '{ provinces { code } }')
    const flooder = asker(pool.it, world.flooder, '{ parcels { area } }')
    await Promise.all([
      openLoop({ rate, seconds }, others),
      openLoop({ rate: floodRate, seconds }, flooder),
    ])
    const quiet: LoadResult[] = []
    const flooded: LoadResult[] = []
    const floods: LoadResult[] = []
    for (let round = 0; round < rounds; round++) {
      quiet.push(await openLoop({ rate, seconds }, others))
      const [beside, own] = await Promise.all([
        openLoop({ rate, seconds }, others),
        openLoop({ rate: floodRate, seconds }, flooder),
      ])
      flooded.push(beside)
      floods.push(own)
    }
    const all = (results: readonly LoadResult[], outcome: Outcome) =>
      results.flatMap(({ latencies }) => latencies[outcome])
    const ratio = (share: number) =>
      quantile(all(flooded, 'good'), share) / quantile(all(quiet, 'good'), share)
    return [
      ...figuresOf('quiet', quiet),
      ...figuresOf('flooded', flooded),
      { name: 'others-p50-ratio', value: ratio(0.5), unit: 'of quiet', aim: '≤ 1.2' },
      { name: 'others-p99-ratio', value: ratio(0.99), unit: 'of quiet', aim: '≤ 1.2' },
      { name: 'flood-answered', value: all(floods, 'good').length, unit: 'requests' },
      { name: 'flood-refused', value: all(floods, 'refused').length, unit: 'requests' },
      { name: 'flood-refused-p50', value: quantile(all(floods, 'refused'), 0.5), unit: 'ms' },
      ...(await countingFigures()),
    ]
  },
})

function asker(pool: Pool, token: string, query: string): () => Promise<Asked> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ query })
  return async () => {
    const response = await pool.request({ path: '/graphql', method: 'POST', headers, body })
    const text = await response.body.text()
    if (!text.includes('"errors":')) return { outcome: 'good' }
    const isTold = text.includes('"retryAfterSeconds":')
    return { outcome: isTold ? 'refused' : 'failed', fault: text.slice(0, 80) }
  }
}

function disposable(it: Pool): { readonly it: Pool } & AsyncDisposable {
  return { it, [Symbol.asyncDispose]: () => it.destroy() }
}

function figuresOf(name: string, results: readonly LoadResult[]): readonly Figure[] {
  const all = (outcome: Outcome) => results.flatMap(({ latencies }) => latencies[outcome])
  return [
    { name: `others-${name}-p50`, value: quantile(all('good'), 0.5), unit: 'ms' },
    { name: `others-${name}-p99`, value: quantile(all('good'), 0.99), unit: 'ms' },
    {
      name: `others-${name}-unanswered`,
      value: all('failed').length + all('refused').length,
      unit: `of ${rate * seconds * results.length}`,
      aim: '0',
    },
  ]
}

/** Of one count, in memory and by a Valkey on this machine. */
async function countingFigures(): Promise<readonly Figure[]> {
  const own = await countingMicros(undefined)
  const figures = [{ name: 'count-in-memory', value: own, unit: 'µs of processor time' }]
  if (valkeyPath === undefined) return figures
  await using valkey = await openValkey()
  const shared = await countingMicros(valkey.url)
  return [...figures, { name: 'count-by-valkey', value: shared, unit: 'µs of processor time' }]
}

async function countingMicros(valkeyUrl: string | undefined): Promise<number> {
  const counters = openCounters({ valkeyUrl, valkeyMs: 1000 }, pino({ level: 'silent' }))
  while (counters.sharing() === 'away') await new Promise((resolve) => setTimeout(resolve, 10))
  const began = process.cpuUsage()
  for (let one = 0; one < counts; one++)
    await counters.take({ key: `k${one % 100}`, amount: 1, most: counts, windowMs: 60_000 })
  const { user, system } = process.cpuUsage(began)
  counters.close()
  return (user + system) / counts
}
