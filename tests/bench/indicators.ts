import { connected } from '../../deploy/connected.ts'
import { refreshRollups } from '../../deploy/refresh-rollups.ts'
import { ministries } from '../../deploy/ministries.ts'
import { ministryNames } from '../../deploy/ministry-name.ts'
import { chosenDue } from '../../deploy/steering/chosen-due.ts'
import { ensureIndicators } from '../../deploy/steering/ensure-indicators.ts'
import { evaluateIndicators } from '../../deploy/steering/evaluate-indicators.ts'
import { countedIndicators } from '../../deploy/steering/method-reading.ts'
import type { Bench } from './bench.ts'
import { openHouse } from './house.ts'

const months = 12
/** The month before the reference day of all synthetic data. */
const now = new Date('2026-11-20T00:00:00Z')

export const indicatorsBench: Bench = {
  name: 'indicators',
  line: `all indicators that reports count, over the nation, 34 provinces and ${months} months, asked and stored`,
  usual: { people: 1_000_000, rounds: 1 },
  run: async ({ people }) => {
    await using house = await openHouse({
      people,
      ministries: ministryNames,
      settings: {
        LIEN_THONG_DEADLINE_MS: '60000',
        LIEN_THONG_REQUESTS_PER_MINUTE: '1000000',
        LIEN_THONG_COST_PER_MINUTE: '1000000000',
      },
      pinned: false,
    })
    for (const ministry of ministries)
      await refreshRollups({
        ministry,
        ownerUrl: house.ownerUrl(ministry.name),
        unlessYoungerMs: 3_600_000,
      })
    const ownerUrl = house.ownerUrl('steering')
    await ensureIndicators(ownerUrl)
    await using client = await connected(ownerUrl)
    const indicators = await countedIndicators(client)
    const chosen = chosenDue(indicators, { codes: [], period: undefined, count: months, now })
    if (typeof chosen === 'string') throw new Error(chosen)
    // Budgets of disclosure control are a caller's and a day's.
    const sub = `bench-${Date.now()}`
    const token = await house.accessToken({ sub, roles: ['analyst'] })
    const { url } = house.gateway
    const slow: [number, string][] = []
    const began = performance.now()
    const done = await evaluateIndicators({
      client,
      due: chosen.due,
      synthetic: true,
      atOnce: 2,
      signal: new AbortController().signal,
      ask: async (question) => {
        const asked = performance.now()
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify(question),
        })
        const text = await response.text()
        slow.push([performance.now() - asked, question.query.slice(0, 40)])
        return text
      },
    })
    const seconds = (performance.now() - began) / 1000
    slow.sort(([one], [other]) => other - one)
    console.log(done, `left out ${chosen.skipped}`)
    for (const [ms, what] of slow.slice(0, 5)) console.log(`${Math.round(ms)} ms ${what}`)
    const values = done.added + done.revised + done.unchanged
    return [
      { name: 'indicators', value: seconds, unit: 's', aim: '≤ 60' },
      { name: 'indicators-values', value: values, unit: 'values stored or confirmed' },
      { name: 'indicators-failed', value: done.failed, unit: 'values that failed', aim: '0' },
    ]
  },
}
