import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { type Cell, whereOf } from '../cell.ts'
import type { Door } from '../door.ts'
import { combined } from '../observation.ts'
import { pad } from '../pad.ts'
import { any } from '../where.ts'

/** Each tracker has noise of its own, so that their mean has less. */
function averaged(door: Door, accountsOf: (cell: Cell) => readonly [Door, Door]) {
  return campaign(door, door.cells, async (cell, round) => {
    const other = pad(cell, round)
    if (other === undefined) return undefined
    const [first, second] = accountsOf(cell)
    const [without] = await first.counts(cell.survey, [other])
    const [withIt] = await second.counts(cell.survey, [any(whereOf(cell), other)])
    return [combined([1, withIt], [-1, without])]
  })
}

export const manyTrackers: Attack = {
  name: 'many trackers',
  how: 'mean of q(A or C) − q(A) over many A; posterior of the averaged noise',
  run: (door) => averaged(door, () => [door, door]),
}

/** Two accounts, or one over two days, share the work: neither asks for two sets that differ by few. */
export const colludingTrackers: Attack = {
  name: 'colluding trackers',
  how: 'as many trackers, but q(A) and q(A or C) are asked by two accounts for each cell',
  run: (door) =>
    averaged(door, ({ name }) => [door.as(`one, ${name}`), door.as(`another, ${name}`)]),
}

/** All of a cell's trackers as aliases of one document, before anything is logged between them. */
export const aliasFanOut: Attack = {
  name: 'alias fan-out',
  how: '40 aliases of one document are 20 trackers of a cell, asked at the same moment',
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      const target = whereOf(cell)
      const others = Array.from({ length: 20 }, (_, i) => pad(cell, round * 20 + i)).filter(
        (one) => one !== undefined,
      )
      if (others.length === 0) return undefined
      const wheres = others.flatMap((other) => [other, any(target, other)])
      const totals = await door.totals(cell.survey, wheres, 'count', wheres.length)
      const answers = totals.map((one) => door.observed(cell.survey, one, 'count'))
      return others.map((_, i) => combined([1, answers[2 * i + 1]], [-1, answers[2 * i]]))
    }),
}
