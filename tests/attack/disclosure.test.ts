import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attacks } from './disclosure/attacks.ts'
import { openStatisticsHouse, type StatisticsHouse } from './disclosure/house.ts'
import { judged, type Verdict, verdictTable } from './disclosure/judge.ts'

/** Questions of each attack. */
const budget = 120

describe('statistics under attack, without control', () => {
  let house: StatisticsHouse
  const verdicts: Verdict[] = []
  beforeAll(async () => {
    house = await openStatisticsHouse({ people: 20_000, seed: 7, cells: 4 })
  })
  afterAll(async () => {
    const succeeded = verdicts.filter(({ exact }) => exact > 0).length
    process.stdout.write(`${verdictTable(verdicts)}\n`)
    process.stdout.write(`attacks tried ${verdicts.length}, succeeded ${succeeded}\n`)
    await house[Symbol.asyncDispose]()
  })

  it.each(attacks)('$name recovers most of its cells', async (attack) => {
    const verdict = await judged(house, attack, budget)
    verdicts.push(verdict)
    expect(verdict.exact).toBeGreaterThan(verdict.targets / 2)
    expect(verdict.wrong).toBe(0)
  })
})
