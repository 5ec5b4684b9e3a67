import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { type Cell, inOuter, whereOf } from '../cell.ts'
import type { Door } from '../door.ts'
import { combined, type Observation, unknown } from '../observation.ts'
import { listAt } from '../reply.ts'
import { all, not, type Where } from '../where.ts'

/** Where the line is cut, in days or units, and how far apart. */
const cuts = {
  date: { from: 20_000, step: 900 },
  instant: { from: 20_300, step: 11 },
  number: { from: 60, step: 23 },
} as const
const cutsOfALine = 24

function edge({ survey: { line } }: Cell, round: number, offset: number): number {
  const { from, step } = cuts[line.kind]
  return Math.round(from + ((round % cutsOfALine) + offset) * step)
}

function textOf({ survey: { line } }: Cell, place: number): string {
  const since = line.kind === 'date' ? Date.UTC(1900, 0, 1) : 0
  const instant = new Date(since + place * 86_400_000).toISOString()
  return line.kind === 'date' ? instant.slice(0, 10) : instant
}

/** A set as the sum of its two parts on both sides of a cut: with noise of their own at each cut. */
async function parts(door: Door, cell: Cell, { where, at }: { where: Where; at: number }) {
  const { survey } = cell
  if (survey.line.kind !== 'number') {
    const range = { [survey.line.field]: { lt: textOf(cell, at) } }
    const [low, high] = await door.counts(survey, [all(where, range), all(where, not(range))])
    return combined([1, low], [1, high])
  }
  const reply = await door.groups(survey, where, {
    args: `groupBy: [{ field: ${survey.line.dimension}, edges: [${at}] }]`,
    select: `groups { count disclosure { status } }`,
  })
  const groups = listAt(reply, 'data', 'g', 'groups')
  if (groups.length === 0) return unknown
  return combined(
    ...groups.map((group): readonly [number, Observation] => [
      1,
      door.observed(survey, group, 'count'),
    ]),
  )
}

/**
 * The cell is the difference of two large sets, neither of which is asked for: each is the sum of its
 * parts, cut at ever other points, and never are both cut near the same one.
 */
export const partitionAveraging: Attack = {
  name: 'partition averaging',
  how: 'Σ parts of A − Σ parts of A without C, cut at other points in each round; noise averaged',
  aimsAt: ({ survey }) => survey.line.field !== 'grade',
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      if (round >= 2 * cutsOfALine) return undefined
      const around = round < cutsOfALine ? {} : inOuter(cell)
      const whole = await parts(door, cell, { where: around, at: edge(cell, round, 0) })
      const without = all(around, not(whereOf(cell)))
      const rest = await parts(door, cell, { where: without, at: edge(cell, round, 0.5) })
      return [combined([1, whole], [-1, rest])]
    }),
}
