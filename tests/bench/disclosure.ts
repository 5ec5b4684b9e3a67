import { attacks, collusions } from '../attack/disclosure/attacks.ts'
import type { Attack } from '../attack/disclosure/attack.ts'
import {
  type Control,
  openStatisticsHouse,
  type StatisticsHouse,
} from '../attack/disclosure/house.ts'
import { judged, type Verdict, verdictTable } from '../attack/disclosure/judge.ts'
import type { Bench } from './bench.ts'

/** Questions of each attack for one round: what all of them together ask is well above 10,000. */
const questionsOfARound = 600
/** An attack that wins stops early: without control it may ask more until it has them all. */
const patience = 5

export const disclosure: Bench = {
  name: 'disclosure',
  line: 'attacks on statistics: cells of one to nine persons, without control and under it',
  usual: { people: 20_000, rounds: 1 },
  run: async ({ people, rounds }) => {
    await using house = await openStatisticsHouse({ people, seed: 7, cells: 12 })
    const budget = rounds * questionsOfARound
    const long = { among: [...attacks, ...collusions], budget: budget * patience }
    const off = await waged(house, 'off', long)
    const together = await waged(house, 'on', { among: collusions, budget: budget * patience })
    const on = await waged(house, 'on', { among: attacks, budget })
    const sum = (of: readonly Verdict[], count: (verdict: Verdict) => number): number =>
      of.reduce((total, verdict) => total + count(verdict), 0)
    const recovered = (of: readonly Verdict[]): number => sum(of, ({ exact }) => exact)
    return [
      {
        name: 'disclosure-recovered',
        value: recovered(on),
        unit: `cells exactly, by ${on.length} attacks`,
        aim: '0',
      },
      {
        name: 'disclosure-recovered-by-colluders',
        value: recovered(together),
        unit: `cells exactly, by ${together.length} attacks of several accounts`,
      },
      {
        name: 'disclosure-recovered-without-control',
        value: recovered(off),
        unit: `cells exactly, by ${off.length} attacks`,
        aim: 'each attack some',
      },
      {
        name: 'disclosure-questions',
        value: sum(on, ({ tried }) => tried),
        unit: 'adaptive questions under control',
        aim: '≥ 10,000',
      },
    ]
  },
}

interface War {
  readonly among: readonly Attack[]
  readonly budget: number
}

/** Runs attacks one after the other, and prints what each got. */
async function waged(
  house: StatisticsHouse,
  control: Control,
  { among, budget }: War,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = []
  for (const attack of among) verdicts.push(await judged(house, attack, { control, budget }))
  const names = among === collusions ? ', several accounts' : ''
  console.log(`\ncontrol ${control}${names}\n${verdictTable(verdicts)}`)
  const succeeded = verdicts.filter(({ exact }) => exact > 0).length
  console.log(`attacks tried ${verdicts.length}, succeeded ${succeeded}`)
  return verdicts
}
