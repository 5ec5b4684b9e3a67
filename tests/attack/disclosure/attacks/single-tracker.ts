import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { inArea, inOuter, whereOf } from '../cell.ts'
import { combined } from '../observation.ts'
import { all, not } from '../where.ts'

/** Schlörer 1975: a set too small to be asked for is what a large one loses without it. */
export const singleTracker: Attack = {
  name: 'single tracker',
  how: 'q(A) − q(A and not C), A = place, what it lies in, or all; posterior under the noise',
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      const around = [inArea(cell), inOuter(cell), {}][round]
      if (around === undefined) return undefined
      const [whole, rest] = await door.counts(cell.survey, [
        around,
        all(around, not(whereOf(cell))),
      ])
      return [combined([1, whole], [-1, rest])]
    }),
}
