import type { Day } from '../../kit/synthetic/day.ts'
import type { Random } from '../../kit/synthetic/random.ts'
import { referenceDay } from '../../kit/synthetic/reference-day.ts'
import { weighted } from '../../kit/synthetic/weighted.ts'
import type { Item } from './items.ts'

/** A visit to the pharmacy. */
export interface Handout {
  readonly day: Day
  /** Minutes after midnight, Vietnam time. */
  readonly minute: number
  /** Quantity by position of the item; zero when it was not handed out. */
  readonly quantities: readonly number[]
}

export type Outcome = 'NEVER' | 'WHOLE' | 'TWICE' | 'PARTLY'

const outcomes = weighted<Outcome>([
  ['WHOLE', 76],
  ['NEVER', 10],
  ['TWICE', 8],
  ['PARTLY', 6],
])
/** Days from issue to the pharmacy. A prescription is valid for five days; a few are served later. */
const delays = weighted([[0, 68], [1, 14], [2, 7], [3, 4], [4, 2.5], [5, 1.5], [6, 1], [9, 1], [15, 1]]) // prettier-ignore

/**
 * What a prescription's owner gets and when, up to the reference day. The quantities of all handouts
 * together never exceed those prescribed.
 */
export function dispensing(
  random: Random,
  { day, minute, items }: { day: Day; minute: number; items: readonly Item[] },
  forced?: Outcome,
): Handout[] {
  const outcome = forced ?? outcomes(random)
  if (outcome === 'NEVER') return []
  const delay = delays(random)
  const firstDay = day + delay
  const first = {
    day: firstDay,
    minute: delay === 0 ? soonAfter(random, minute) : shopHour(random),
  }
  if (outcome === 'WHOLE') {
    return past([{ ...first, quantities: items.map(({ quantity }) => quantity) }])
  }
  const half = items.map(({ quantity }, at) => (at === 0 ? Math.ceil(quantity / 2) : quantity))
  if (outcome === 'PARTLY') return past([{ ...first, quantities: half }])
  const rest = items.map(({ quantity }, at) => quantity - (half[at] ?? 0))
  const later = { day: firstDay + random.between(1, 3), minute: shopHour(random), quantities: rest }
  return past([{ ...first, quantities: half }, later])
}

function past(handouts: readonly Handout[]): Handout[] {
  return handouts.filter(
    ({ day, quantities }) => day < referenceDay && quantities.some((quantity) => quantity > 0),
  )
}

function soonAfter(random: Random, minute: number): number {
  return Math.min(23 * 60 + 50, minute + random.between(15, 240))
}

function shopHour(random: Random): number {
  return random.between(8 * 60, 20 * 60 + 59)
}
