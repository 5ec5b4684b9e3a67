import { afterAll, beforeAll, expect, test } from 'vitest'
import { disclosureProfiles, type DisclosureProfile } from '../../auth/disclosure-profile.ts'
import { openCounters } from '../../gateway/rates/rates.ts'
import type { InsuredCounters } from '../../gateway/rates/insured-counters.ts'
import { disclosureDesk } from '../../subgraphs/kit/disclosure/desk.ts'
import { describeWithValkey } from '../support/describe-with-valkey.ts'
import { openValkey, type Valkey } from '../support/valkey.ts'
import { quietLog } from '../support/quiet-log.ts'

const [basic] = disclosureProfiles
if (basic === undefined) throw new Error('expected a profile')
const profile: DisclosureProfile = { ...basic, budget: { filters: 3, cells: 100 } }
const at = new Date('2026-11-22T12:00:00+07:00')

describeWithValkey('replicas of a ministry', () => {
  let valkey: Valkey
  const opened: InsuredCounters[] = []
  beforeAll(async () => {
    valkey = await openValkey()
  })
  afterAll(async () => {
    for (const counters of opened) counters.close()
    await valkey[Symbol.asyncDispose]()
  })

  /** A replica that was just started. */
  async function replica(caller: string) {
    const log = quietLog()
    const counters = openCounters({ valkeyUrl: valkey.url, valkeyMs: 1000 }, log)
    opened.push(counters)
    while (counters.sharing() !== 'shared') await new Promise((resolve) => setTimeout(resolve, 10))
    const nameOf = (text: string) => Buffer.from(text).toString('hex')
    const desk = disclosureDesk(undefined, {
      take: (taking) => counters.take(taking),
      correct: (key, by) => counters.correct(key, by),
      nameOf,
    })
    const day = desk.dayOf(caller, 'parcel', at)
    return {
      ask: async (filter: string, cells: number) => {
        day.spendFilter(filter, profile, at.getTime())
        await day.learn(filter, profile, at.getTime())
        day.expectCellsLeft(profile, at.getTime())
        day.spendCells(cells)
        await day.tell(cells, at.getTime())
      },
    }
  }

  test('count different filters together: the third is the last, and those asked before are free', async () => {
    const [one, two] = [await replica('a'), await replica('a')]
    await one.ask('1', 1)
    await two.ask('2', 1)
    await two.ask('1', 1)
    await one.ask('3', 1)
    await expect(two.ask('4', 1)).rejects.toThrow('At most 3 different filters')
    // Nor by asking again, nor after a restart.
    await expect(two.ask('4', 1)).rejects.toThrow('At most 3 different filters')
    const three = await replica('a')
    await expect(three.ask('5', 1)).rejects.toThrow('At most 3 different filters')
    await three.ask('2', 1)
  })

  test('count cells together: the answer that spends the last is given, the next is not', async () => {
    const [one, two] = [await replica('b'), await replica('b')]
    await one.ask('1', 60)
    await two.ask('1', 39)
    await one.ask('1', 5)
    await expect(two.ask('1', 1)).rejects.toThrow('At most 100 figures')
    await expect((await replica('b')).ask('1', 1)).rejects.toThrow('At most 100 figures')
    await (await replica('c')).ask('1', 1)
  })
})
