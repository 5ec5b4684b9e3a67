import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { type Cell, inOuter, whereOf } from '../cell.ts'
import type { Door } from '../door.ts'
import { below, cuts, placeOf } from '../line-cut.ts'
import { combined, type Observation, unknown } from '../observation.ts'
import { listAt } from '../reply.ts'
import { all, not, type Where } from '../where.ts'

/** A set as the sum of its two parts on both sides of a cut: with noise of their own at each cut. */
async function parts(door: Door, cell: Cell, { where, at }: { where: Where; at: number }) {
  const { survey } = cell
  const range = below(cell, at)
  if (range === undefined) return unknown
  if (survey.line.kind !== 'number') {
    const [low, high] = await door.counts(survey, [all(where, range), all(where, not(range))])
    return combined([1, low], [1, high])
  }
  const reply = await door.groups(survey, where, {
    args: `groupBy: [{ field: ${survey.line.dimension}, edges: [${placeOf(survey, at)}] }]`,
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
      const around = [{}, inOuter(cell)][Math.floor(round / cuts)]
      if (around === undefined) return undefined
      const whole = await parts(door, cell, { where: around, at: round % cuts })
      const without = all(around, not(whereOf(cell)))
      const rest = await parts(door, cell, { where: without, at: (round % cuts) + 0.5 })
      return [combined([1, whole], [-1, rest])]
    }),
}
