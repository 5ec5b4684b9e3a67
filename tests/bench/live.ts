import { type ClientRequest, get } from 'node:http'
import { setTimeout as after } from 'node:timers/promises'
import { connected } from '../../deploy/connected.ts'
import type { Bench } from './bench.ts'
import { openHouse } from './house.ts'
import { processorTime } from './processor-time.ts'
import { residentMegabytes } from './resident-megabytes.ts'
import { spread } from './spread.ts'

const dashboards = 1000
/** Between two observations. */
const everyMs = 1000
/** Opened at once. */
const opening = 50

/** Told by observations of the bench: when each dashboard has which. */
interface Crowd extends AsyncDisposable {
  /** Waits until every dashboard has the value; milliseconds from `since` to each. */
  readonly reached: (value: number, since: number) => Promise<readonly number[]>
}

export const live: Bench = {
  name: 'live',
  line: `${dashboards} dashboards on one gateway, and an observation every second: time until it is there, processor, memory`,
  usual: { people: 20_000, rounds: 30 },
  run: async ({ people, rounds }) => {
    await using house = await openHouse({
      people,
      ministries: ['reference', 'steering'],
      settings: {
        LIEN_THONG_LIVE_READERS: String(dashboards),
        LIEN_THONG_LIVE_READERS_OF_CALLER: String(dashboards),
        LIEN_THONG_REQUESTS_PER_MINUTE: '1000000',
        LIEN_THONG_COST_PER_MINUTE: '1000000000',
      },
    })
    const { pid, url } = house.gateway
    const token = await house.accessToken({ sub: 'bench', roles: ['analyst'] })
    await using owner = await connected(house.ownerUrl('steering'))
    await using crowd = await openCrowd(url, token)
    const store = async (value: number): Promise<number> => {
      await owner.query(
        `INSERT INTO observation (indicator_code, indicator_version, period, period_start, area_code, value, status, state,
           as_of, confirmed_at, recorded_at, method, query_id, sources, synthetic)
         SELECT code, version, '2026-10', '2026-10-01', 'VN', $1, 'REVISED', 'KNOWN', now(), now(), clock_timestamp(),
           'IMPORT', 'synthetic', '{bench}', true FROM indicator WHERE code = 'economy.cpi'`,
        [value],
      )
      return performance.now()
    }
    await crowd.reached(-1, await store(-1))
    const taken: number[] = []
    const [began, used, megabytes] = [
      performance.now(),
      processorTime(pid),
      residentMegabytes([pid]),
    ]
    for (let round = 0; round < rounds; round++) {
      const since = await store(round)
      taken.push(...(await crowd.reached(round, since)))
      await after(Math.max(0, everyMs - (performance.now() - since)))
    }
    const cores = (processorTime(pid) - used) / (performance.now() - began)
    const { median } = spread(taken)
    return [
      { name: 'live-cores', value: cores, unit: 'processors of the gateway', aim: '≤ 1' },
      { name: 'live-median', value: median / 1000, unit: 's from stored to told' },
      {
        name: 'live-most',
        value: Math.max(...taken) / 1000,
        unit: 's from stored to told, the last of all',
        aim: '≤ 2',
      },
      {
        name: 'live-memory',
        value: residentMegabytes([pid]) - megabytes,
        unit: 'MB more at the end',
      },
    ]
  },
}

async function openCrowd(url: string, token: string): Promise<Crowd> {
  const requests: ClientRequest[] = []
  const arrivals = new Map<number, number[]>()
  const open = async (): Promise<void> =>
    await new Promise((resolve, reject) => {
      const request = get(`${new URL(url).origin}/indicators/stream?areas=VN`, {
        agent: false,
        headers: { authorization: `Bearer ${token}` },
      })
      requests.push(request)
      request.once('error', reject).once('response', (response) => {
        if (response.statusCode !== 200)
          reject(new Error(`expected 200, got ${response.statusCode}`))
        response.setEncoding('utf8').on('data', (part: string) => {
          if (part.includes('event: ready')) resolve()
          for (const [, value] of part.matchAll(/"value":(-?\d+)/g)) {
            const list = arrivals.get(Number(value)) ?? []
            list.push(performance.now())
            arrivals.set(Number(value), list)
          }
        })
        // Ended by us at the end.
        response.on('error', () => undefined)
      })
    })
  for (let at = 0; at < dashboards; at += opening)
    await Promise.all(Array.from({ length: Math.min(opening, dashboards - at) }, open))
  return {
    async reached(value, since) {
      while ((arrivals.get(value)?.length ?? 0) < dashboards) await after(2)
      return (arrivals.get(value) ?? []).map((at) => at - since)
    },
    async [Symbol.asyncDispose]() {
      for (const request of requests) request.on('error', () => undefined).destroy()
    },
  }
}
