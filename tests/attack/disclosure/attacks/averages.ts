import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import type { Cell } from '../cell.ts'
import { type Observation, unknown } from '../observation.ts'
import { numberAt } from '../reply.ts'
import { tracked, trackedSets } from '../tracked-sets.ts'

const hasMeasure = ({ survey }: Cell): boolean => survey.measure !== undefined

/** A sum over an average is the number of rows, whatever the count says. */
export const averageTimesCount: Attack = {
  name: 'average × count',
  how: 'sum / avg = n, of the cell and of trackers; taken as exact where it is not the perturbed count',
  aimsAt: hasMeasure,
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      const { survey } = cell
      const field = survey.measure?.field ?? ''
      const wheres = trackedSets(cell, round)
      if (wheres === undefined) return undefined
      const totals = await door.totals(survey, wheres, `count ${field} { sum avg }`)
      const sizes = totals.map((total): Observation => {
        const [sum, avg] = [numberAt(total, field, 'sum'), numberAt(total, field, 'avg')]
        if (sum === null || avg === null || avg === 0) return unknown
        const rows = sum / avg
        const shown = door.observed(survey, total, 'count')
        // Digits cut off the average leave an interval: as wide as its variance.
        const blur = (rows * halfDigit(avg)) / avg
        if (blur > 0.4) return { value: rows, variance: blur * blur + shown.variance }
        const value = Math.round(rows)
        return { value, variance: value === shown.value ? shown.variance : 0 }
      })
      return [tracked(sizes)]
    }),
}

/** Half a unit of a number's last digit; nothing where it has as many as a double holds. */
function halfDigit(value: number): number {
  const [whole = '', fraction = ''] = String(value).split('.')
  return whole.length + fraction.length > 14 ? 0 : 0.5 * 10 ** -fraction.length
}

/** An average of whole numbers is a fraction whose denominator divides the number of rows. */
export const rationalAverage: Attack = {
  name: 'rational average',
  how: 'n near the count for which n × avg is whole; one n left of a window of 13 counts as half certain',
  aimsAt: ({ survey }) => survey.measure?.whole === true,
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      const { survey } = cell
      const field = survey.measure?.field ?? ''
      const wheres = trackedSets(cell, round)
      if (wheres === undefined) return undefined
      const totals = await door.totals(survey, wheres, `count ${field} { avg }`)
      const sizes = totals.map((total): Observation => {
        const shown = door.observed(survey, total, 'count')
        const avg = numberAt(total, field, 'avg')
        if (avg === null) return unknown
        const from = shown.value === null ? 1 : Math.max(1, shown.value - 6)
        const window = Array.from({ length: 13 }, (_, i) => from + i)
        const fitting = window.filter((rows) => {
          const sum = rows * avg
          return Math.abs(sum - Math.round(sum)) <= rows * halfDigit(avg) + 1e-6
        })
        const [only, more] = fitting
        if (only !== undefined && more === undefined)
          return { value: only, variance: shown.variance === 0 ? 0 : 0.5 }
        // Several fit, as multiples of one another do: the count must choose.
        return shown
      })
      return [tracked(sizes)]
    }),
}

/** The sum of a cell, which is a person's own value where the cell is one person. */
export const sumTracker: Attack = {
  name: 'sum tracker',
  how: 'sum(A or C) − sum(A) = sum(C)',
  aimsAt: ({ survey }) => survey.measure?.whole === true,
  run: (door) =>
    campaign(
      door,
      door.cells,
      async (cell, round) => {
        const { survey } = cell
        const field = survey.measure?.field ?? ''
        const wheres = trackedSets(cell, round + 1)
        if (wheres === undefined) return undefined
        const totals = await door.totals(survey, wheres, `${field} { sum }`)
        // The published noise of a sum: half a draw of the largest contribution, here 90 days.
        const sums = totals.map((total) => {
          const { value, variance } = door.observed(survey, total, field, 'sum')
          return { value, variance: (variance / 4) * 90 ** 2 }
        })
        return [tracked(sums)]
      },
      { facet: 'sum', limit: 1000 },
    ),
}

/** Distinct persons, counted as another column. */
export const distinctOthers: Attack = {
  name: 'distinct of another column',
  how: 'countDistinct of the person’s column for the cell, then with and without the cell',
  aimsAt: ({ survey }) => survey.distinct !== undefined,
  run: (door) =>
    campaign(
      door,
      door.cells,
      async (cell, round) => {
        const { survey } = cell
        const field = survey.distinct ?? ''
        const wheres = trackedSets(cell, round)
        if (wheres === undefined) return undefined
        const totals = await door.totals(survey, wheres, `${field} { countDistinct }`)
        const counts = totals.map((total) => door.observed(survey, total, field, 'countDistinct'))
        return [tracked(counts)]
      },
      { facet: 'persons' },
    ),
}
