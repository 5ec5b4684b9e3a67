import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { type Cell, coreOf, inOuter, whereOf } from '../cell.ts'
import type { Door } from '../door.ts'
import { unknown } from '../observation.ts'
import { at, listAt, numberAt } from '../reply.ts'
import { otherAreas } from '../pad.ts'
import { all } from '../where.ts'

/** `having` that holds from so many rows on, in several wordings. */
const wordings: readonly ((rows: number) => string)[] = [
  (rows) => `{ count: { gte: ${rows} } }`,
  (rows) => `{ not: { count: { lt: ${rows} } } }`,
  (rows) => `{ or: [{ count: { gt: ${rows - 1} } }, { count: { eq: ${rows} } }] }`,
]
const most = 64

/** Whether the cell's group is among those with at least so many rows. */
type Oracle = (rows: number) => Promise<boolean>

/** The count, by halving: only whether the group is there is looked at. */
async function bisected(holds: Oracle): Promise<number | undefined> {
  // Always there, or never, is a group that no condition moves.
  if (!(await holds(1)) || (await holds(most))) return undefined
  let [low, high] = [1, most]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (await holds(middle)) low = middle
    else high = middle
  }
  return low
}

function isListed({ survey, area }: Cell, groups: readonly unknown[]): boolean {
  const [field = ''] = survey.area.key.split(' ')
  return groups.some((group) => at(group, 'key', field, 'code') === area)
}

function byPresence(door: Door, cell: Cell, round: number): Oracle {
  const { survey } = cell
  return async (rows) => {
    const reply = await door.groups(survey, all(inOuter(cell), coreOf(cell)), {
      args: `groupBy: [{ field: ${survey.area.dimension} }], having: ${wordings[round]?.(rows)}, first: 10000`,
      select: `groups { key { ${survey.area.key} } }`,
    })
    return isListed(cell, listAt(reply, 'data', 'g', 'groups'))
  }
}

function byGroupCount(door: Door, cell: Cell, round: number): Oracle {
  const { survey } = cell
  return async (rows) => {
    const reply = await door.groups(survey, whereOf(cell), {
      args: `groupBy: [{ field: ${survey.area.dimension} }], having: ${wordings[round]?.(rows)}`,
      select: 'groupCount',
    })
    return numberAt(reply, 'data', 'g', 'groupCount') === 1
  }
}

function bisection(name: string, how: string, oracle: typeof byPresence): Attack {
  return {
    name,
    how,
    run: (door) =>
      campaign(door, door.cells, async (cell, round) => {
        if (round >= wordings.length) return undefined
        const value = await bisected(oracle(door, cell, round))
        return [value === undefined ? unknown : { value, variance: 0 }]
      }),
  }
}

export const havingBisection: Attack = bisection(
  'having bisection',
  'the k at which a group leaves `having count >= k`, by its key alone',
  byPresence,
)

export const groupCountBisection: Attack = bisection(
  'groupCount bisection',
  'the k at which groupCount under `having count >= k` falls to 0',
  byGroupCount,
)

/** The order of groups by a measure is a comparison with each neighbour. */
export const topNOrder: Attack = {
  name: 'top-n order',
  how: 'place among groups ordered by count; certain where the neighbours’ own counts enclose one value',
  run: (door) =>
    campaign(door, door.cells, async (cell, round, belief) => {
      if (round > 2) return undefined
      const { survey, area } = cell
      const [field = ''] = survey.area.key.split(' ')
      const places = [area, ...otherAreas(door, cell).slice(0, [400, 60, 120][round])]
      const where = all(coreOf(cell), { [survey.area.field]: { in: places } })
      const reply = await door.groups(survey, where, {
        args: `groupBy: [{ field: ${survey.area.dimension} }], orderBy: [{ measure: { field: COUNT }, direction: DESC }], first: 10000`,
        select: `groups { key { ${survey.area.key} } }`,
      })
      const order = listAt(reply, 'data', 'g', 'groups').map((group) =>
        String(at(group, 'key', field, 'code')),
      )
      const mine = order.indexOf(area)
      if (mine < 0) return []
      const near = [order[mine - 2], order[mine - 1], order[mine + 1], order[mine + 2]]
      const counts = await door.counts(
        survey,
        near.map((other) => all(coreOf(cell), { [survey.area.field]: { eq: other ?? '' } })),
      )
      const exact = counts.map(({ value, variance }) => (variance === 0 ? value : null))
      const above = exact.slice(0, 2).filter((count) => count !== null && count > 0)
      const below = exact.slice(2).filter((count) => count !== null)
      if (above.length === 0 || below.length === 0) return []
      const [top, bottom] = [Math.min(...above.map(Number)), Math.max(...below.map(Number))]
      belief.keep((value) => value <= top && value >= bottom)
      return []
    }),
}
