import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { coreOf, inOuter } from '../cell.ts'
import { combined, type Observation } from '../observation.ts'
import { at, listAt } from '../reply.ts'
import { all } from '../where.ts'

/** The margin of a table less all its cells but one. */
export const totalMinusParts: Attack = {
  name: 'total minus parts',
  how: 'totals of the groups by place − every other group; the cell’s own is not looked at',
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      const { survey, area } = cell
      const where = [all(inOuter(cell), coreOf(cell)), coreOf(cell)][round]
      if (where === undefined) return undefined
      const reply = await door.groups(survey, where, {
        args: `groupBy: [{ field: ${survey.area.dimension} }], first: 10000`,
        select: `groups { key { ${survey.area.key} } count disclosure { status } } totals { count disclosure { status } }`,
      })
      const groups = listAt(reply, 'data', 'g', 'groups')
      const [field = ''] = survey.area.key.split(' ')
      const others = groups.filter((group) => at(group, 'key', field, 'code') !== area)
      if (others.length === groups.length) return []
      const terms = others.map((group): readonly [number, Observation] => [
        -1,
        door.observed(survey, group, 'count'),
      ])
      const total = door.observed(survey, at(reply, 'data', 'g', 'totals'), 'count')
      return [combined([1, total], ...terms)]
    }),
}
