import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { coreOf, whereOf } from '../cell.ts'
import { combined, type Observation } from '../observation.ts'
import { at, listAt } from '../reply.ts'
import { all, not } from '../where.ts'

/** Totals of each entity of a list, through the gateway, beside the total of what they lie in. */
export const entityTotals: Attack = {
  name: 'entity totals',
  how: 'through the gateway: a province’s totals − those of its other communes, one by one',
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      if (round > 1) return undefined
      const { survey, area, outer } = cell
      const totals = `${survey.root}Totals`
      const reply = await door.ask(
        'gateway',
        `query($where: ${survey.type}Filter, $rest: ${survey.type}Filter, $outer: ID!) {
          parts: ${survey.area.entity}(first: 100, where: { provinceCode: { eq: $outer } }) {
            nodes { code ${totals}(where: $where) { count disclosure { status } } } }
          whole: ${survey.outer.entity}(first: 1, where: { code: { eq: $outer } }) {
            nodes { all: ${totals}(where: $where) { count disclosure { status } }
              rest: ${totals}(where: $rest) { count disclosure { status } } } } }`,
        { where: coreOf(cell), rest: all(coreOf(cell), not(whereOf(cell))), outer },
        3,
      )
      const node = at(reply, 'data', 'whole', 'nodes', 0)
      const whole = door.observed(survey, at(node, 'all'), 'count')
      const rest = door.observed(survey, at(node, 'rest'), 'count')
      if (round === 1) return [combined([1, whole], [-1, rest])]
      const nodes = listAt(reply, 'data', 'parts', 'nodes')
      const others = nodes.filter((part) => at(part, 'code') !== area)
      if (others.length === nodes.length) return []
      const terms = others.map((part): readonly [number, Observation] => [
        -1,
        door.observed(survey, at(part, totals), 'count'),
      ])
      return [combined([1, whole], ...terms)]
    }),
}
