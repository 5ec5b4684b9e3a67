import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attacks, collusions } from './disclosure/attacks.ts'
import { openStatisticsHouse, type StatisticsHouse } from './disclosure/house.ts'
import { judged, type Verdict, verdictTable } from './disclosure/judge.ts'

/** Questions of each attack without control, where it stops when it has won; and with control. */
const budgets = { off: 1000, on: 50 }

describe('statistics under attack', () => {
  let house: StatisticsHouse
  beforeAll(async () => {
    house = await openStatisticsHouse({ people: 20_000, seed: 7, cells: 4 })
  })
  afterAll(() => house[Symbol.asyncDispose]())

  describe('without control', () => {
    const verdicts: Verdict[] = []
    afterAll(() => report('without control', verdicts))
    it.each([...attacks, ...collusions])('$name recovers most of its cells', async (attack) => {
      const verdict = await judged(house, attack, { control: 'off', budget: budgets.off })
      verdicts.push(verdict)
      expect(verdict.exact).toBeGreaterThan(verdict.targets / 2)
      expect(verdict.wrong).toBe(0)
    })
  })

  describe('under control', () => {
    const verdicts: Verdict[] = []
    afterAll(() => report('under control', verdicts))
    it.each(attacks)('$name recovers none', async (attack) => {
      const verdict = await judged(house, attack, { control: 'on', budget: budgets.on })
      verdicts.push(verdict)
      expect(verdict.tried).toBeGreaterThan(0)
      expect(verdict.exact).toBe(0)
    })
  })
})

function report(what: string, verdicts: readonly Verdict[]): void {
  const succeeded = verdicts.filter(({ exact }) => exact > 0).length
  process.stdout.write(`${what}\n${verdictTable(verdicts)}\n`)
  process.stdout.write(`attacks tried ${verdicts.length}, succeeded ${succeeded}\n`)
}
