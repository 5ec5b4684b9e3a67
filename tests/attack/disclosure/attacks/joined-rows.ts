import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { inArea, inOuter } from '../cell.ts'
import { combined } from '../observation.ts'
import { all } from '../where.ts'

/** Rows that are told from others by a joined row of a rare value: those with it are those not without. */
export const joinedRows: Attack = {
  name: 'joined rows',
  how: 'q(A) − q(A, none of the value); q(some of x or value) − q(some of x, none of the value)',
  aimsAt: ({ core, survey }) => core.kind === 'trait' && survey.joined !== undefined,
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      const { core, survey } = cell
      const { joined } = survey
      if (core.kind !== 'trait' || joined === undefined || round > 40) return undefined
      const around = [inArea(cell), inOuter(cell)][round % 2] ?? {}
      const values = (door.known.traits.get(survey.name) ?? []).filter(
        (value) => value !== core.value,
      )
      const others = values.slice(0, Math.floor(round / 2))
      const [withIt, without] =
        others.length === 0
          ? [around, all(around, joined.none([core.value]))]
          : [
              all(around, joined.some([...others, core.value])),
              all(around, joined.some(others), joined.none([core.value])),
            ]
      // Around the cell's place lie other places with the trait: their sum must go too.
      const rest = all(around, { not: inArea(cell) }, joined.some([core.value]))
      const wheres = round % 2 === 0 ? [withIt, without] : [withIt, without, rest]
      const [first, second, third] = await door.counts(survey, wheres)
      if (wheres.length === 2) return [combined([1, first], [-1, second])]
      return [combined([1, first], [-1, second], [-1, third])]
    }),
}
