import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { type Cell, inOuter, whereOf } from '../cell.ts'
import type { Door } from '../door.ts'
import { unknown } from '../observation.ts'
import { all, any, not, type Where } from '../where.ts'

/** Persons from which on the attacker takes a set for shown; the threshold of the published profiles. */
const threshold = 10
/** Members of a cell after which the walk gives up. */
const most = 12

/** Milliseconds of a step along the line, and its first and last step. */
const steps = {
  date: { width: 86_400_000, since: Date.UTC(1900, 0, 1), end: 47_000 },
  instant: { width: 600_000, since: Date.UTC(2025, 0, 1), end: 105_000 },
  number: { width: 1, since: 0, end: 30_000 },
} as const

function below({ survey: { line } }: Cell, place: number): Where {
  if (line.kind === 'number') return { [line.field]: { lt: place } }
  const { since, width } = steps[line.kind]
  const instant = new Date(since + place * width).toISOString()
  return { [line.field]: { lt: line.kind === 'date' ? instant.slice(0, 10) : instant } }
}

/** The smallest place above `from` and up to `to` where it holds, given that it does at `to`. */
async function firstPlace(
  from: number,
  to: number,
  holds: (place: number) => Promise<boolean>,
): Promise<number> {
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (await holds(middle)) high = middle
    else low = middle
  }
  return high
}

/**
 * Whether a set appears tells that it has the threshold's persons. A padding that lacks one person of it is
 * grown day by day; then the cell is, until its first member makes the two appear. That member stays, the
 * padding shrinks by one, and so on: the cell's members are counted though none of its sums is ever shown.
 */
async function walked(door: Door, cell: Cell): Promise<number | undefined> {
  const target = whereOf(cell)
  const start = 0
  const { end } = steps[cell.survey.line.kind]
  const appears = async (padding: number, members: Where): Promise<boolean> => {
    const outside = all(inOuter(cell), not(target), below(cell, padding))
    const [answer] = await door.counts(cell.survey, [any(outside, members)])
    return (answer?.value ?? 0) >= threshold
  }
  const upTo = (place: number): Where => all(target, below(cell, place))
  let [padding, member]: [number, number] = [end, start]
  for (let found = 0; found < most && door.left() > 0; found++) {
    if (!(await appears(padding, upTo(member)))) return undefined
    padding = (await firstPlace(start, padding, (at) => appears(at, upTo(member)))) - 1
    if (!(await appears(padding, target))) return found
    member = await firstPlace(member, end, (at) => appears(padding, upTo(at)))
    // The next padding must lack one person more: from here on it is too large.
    padding += 1
  }
  return undefined
}

export const thresholdWalk: Attack = {
  name: 'threshold walk',
  how: 'members counted by when padding and cell together reach 10; under control four walks must agree',
  aimsAt: ({ core, survey }) => core.kind === 'trait' && survey.isSensitive,
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      if (round > 3) return undefined
      const value = await walked(door, cell)
      // The threshold is blurred by up to four persons (docs/disclosure.md), not so without control.
      return [value === undefined ? unknown : { value, variance: door.isExact ? 0 : 0.5 }]
    }),
}
