import { pino } from 'pino'
import { openCounters } from '../../gateway/rates/rates.ts'
import { openWorld } from '../federation/gateway-world.ts'
import { openValkey, valkeyPath } from '../support/valkey.ts'
import type { Bench, Figure } from './bench.ts'
import { type Asked, type LoadResult, openLoop, quantile } from './open-loop.ts'

/** Requests a second of who asks another ministry, and of the flood. */
const rate = 20
const floodRate = 60
const seconds = 6
/** Milliseconds that the flooded ministry takes: four connections answer 20 requests a second. */
const landMs = 200
const counts = 20_000

/** What a flood on one ministry does to the others, and what counting costs a request. */
export const flood: Bench = Object.freeze<Bench>({
  name: 'flood',
  line: 'a flood on one ministry, and what others notice of it; what counting rates costs',
  usual: { people: 1, rounds: 1 },
  async run() {
    await using world = await openWorld({
      deadlineMs: 10_000,
      ministryConnections: 4,
      maxMinistryRequests: 40,
      sharing: false,
      log: pino({ level: 'silent' }),
    })
    const { land } = world.ministries
    if (land === undefined) throw new Error('expected land')
    land.misbehave = (_request, response) => {
      setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ data: { parcels: [{ area: 1 }] } }))
      }, landMs)
      return true
    }
    const asker = async (role: 'officer' | 'land-officer', sub: string, query: string) => {
      const headers = { authorization: `Bearer ${await world.token(role, { sub })}` }
      return async (): Promise<Asked> => {
        const [error] = (await world.ask(query, { role: 'nobody', headers })).errors
        if (error === undefined) return { outcome: 'good' }
        const isTold = error.extensions['retryAfterSeconds'] !== undefined
        return { outcome: isTold ? 'refused' : 'failed', fault: error.message }
      }
    }
    const others = await asker('officer', 'other', '{ provinces { code } }')
    const flooder = await asker('land-officer', 'flooder', '{ parcels { area } }')
    await openLoop({ rate, seconds }, others)
    const quiet = await openLoop({ rate, seconds }, others)
    const [flooded, { latencies }] = await Promise.all([
      openLoop({ rate, seconds }, others),
      openLoop({ rate: floodRate, seconds }, flooder),
    ])
    const { good, refused } = latencies
    return [
      ...figuresOf('quiet', quiet),
      ...figuresOf('flooded', flooded),
      { name: 'flood-answered', value: good.length, unit: 'requests' },
      { name: 'flood-refused', value: refused.length, unit: 'requests' },
      { name: 'flood-refused-p50', value: quantile(refused, 0.5), unit: 'ms' },
      ...(await countingFigures()),
    ]
  },
})

function figuresOf(name: string, { latencies }: LoadResult): readonly Figure[] {
  return [
    { name: `others-${name}-p50`, value: quantile(latencies.good, 0.5), unit: 'ms' },
    { name: `others-${name}-p99`, value: quantile(latencies.good, 0.99), unit: 'ms' },
    {
      name: `others-${name}-unanswered`,
      value: latencies.failed.length + latencies.refused.length,
      unit: `of ${rate * seconds}`,
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
