import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { coreOf, inOuter } from '../cell.ts'
import { type Observation, unknown } from '../observation.ts'
import { at, listAt, numberAt } from '../reply.ts'
import { all } from '../where.ts'

/** A part of a known total, and a quotient of a known dividend. */
export const shares: Attack = {
  name: 'shares and ratios',
  how: 'share × total; sum / ratio(of sum, to count): digits cut off widen the answer',
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      const { survey, area } = cell
      const isRatio = round >= 2
      if (round > 3 || (isRatio && survey.measure === undefined)) return undefined
      const field = survey.measure?.field ?? ''
      const name = field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
      const where = round % 2 === 0 ? all(inOuter(cell), coreOf(cell)) : coreOf(cell)
      const ratio = `${field} { sum } ratio(of: { field: ${name}, fn: SUM }, to: { field: COUNT })`
      const reply = await door.groups(survey, where, {
        args: `groupBy: [{ field: ${survey.area.dimension} }], first: 10000`,
        select: `groups { key { ${survey.area.key} } ${isRatio ? ratio : 'share'} disclosure { status } } totals { count disclosure { status } }`,
      })
      const [entity = ''] = survey.area.key.split(' ')
      const group = listAt(reply, 'data', 'g', 'groups').find(
        (one) => at(one, 'key', entity, 'code') === area,
      )
      const total = door.observed(survey, at(reply, 'data', 'g', 'totals'), 'count')
      return [isRatio ? quotient(group, field) : part(group, total)]
    }),
}

function part(group: unknown, total: Observation): Observation {
  const share = numberAt(group, 'share')
  if (share === null || total.value === null) return unknown
  const value = share * total.value
  const blur = total.value * halfDigit(share)
  const variance = share ** 2 * total.variance + blur ** 2
  return { value: variance === 0 ? Math.round(value) : value, variance }
}

function quotient(group: unknown, field: string): Observation {
  const [sum, ratio] = [numberAt(group, field, 'sum'), numberAt(group, 'ratio')]
  if (sum === null || ratio === null || ratio === 0) return unknown
  const blur = ((sum / ratio) * halfDigit(ratio)) / ratio
  return { value: blur === 0 ? Math.round(sum / ratio) : sum / ratio, variance: blur ** 2 }
}

/** Half a unit of a number's last digit; nothing where it has about as many as a double holds. */
function halfDigit(value: number): number {
  const [whole = '', fraction = ''] = String(value).split('.')
  return whole.length + fraction.length > 12 ? 0 : 0.5 * 10 ** -fraction.length
}
