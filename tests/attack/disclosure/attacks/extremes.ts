import type { Attack, Claim } from '../attack.ts'
import { openBelief } from '../belief.ts'
import { campaign } from '../campaign.ts'
import { type Cell, whereOf } from '../cell.ts'
import type { Door } from '../door.ts'
import { at, numberAt } from '../reply.ts'
import { trackedSets } from '../tracked-sets.ts'

const hasMeasure = ({ survey }: Cell): boolean => survey.measure !== undefined

/** The largest value of a cell is one person's. */
export const minMax: Attack = {
  name: 'min and max',
  how: 'max of the cell; then max(A or C) where it is above max(A); by having and by order too',
  aimsAt: hasMeasure,
  run: async (door) => {
    const claims: Claim[] = []
    const { cells } = door
    for (const cell of cells) {
      const value = await largestOf(door, cell)
      if (value !== undefined) claims.push({ cell: cell.name, facet: 'max', value, confidence: 1 })
    }
    return claims
  },
}

async function largestOf(door: Door, cell: Cell): Promise<number | undefined> {
  const field = cell.survey.measure?.field ?? ''
  for (let round = 0; round < 8 && door.left() > 0; round++) {
    const totals = await door.totals(
      cell.survey,
      trackedSets(cell, round) ?? [],
      `${field} { min max }`,
    )
    const [found = null, without] = totals.map((total) => numberAt(total, field, 'max'))
    if (found === null || without === null) continue
    if (without === undefined || without < found) return found
  }
  return undefined
}

/** Numbers of p at which a percentile is read: enough to see every step of a small cell. */
const readings = 60
const apart = 1e-6

/**
 * A continuous percentile is linear between two neighbours of the ordered rows, so that the places where
 * its slope changes count them: at every 1 / (n − 1).
 */
export const percentileWalk: Attack = {
  name: 'percentile walk',
  how: 'the fewest steps that explain the slope at 60 places of p; exact where slopes differ between steps',
  aimsAt: ({ survey }) => survey.measure?.whole === false,
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      if (round > 12) return undefined
      const { survey } = cell
      const field = survey.measure?.field ?? ''
      const places = Array.from({ length: readings }, () => door.random() * (1 - 2 * apart))
      const select = places.map(
        (p, i) => `a${i}: percentile(p: ${p}) b${i}: percentile(p: ${p + apart})`,
      )
      const wheres = trackedSets(cell, round) ?? []
      const totals = await door.totals(survey, wheres, `${field} { ${select.join(' ')} }`)
      const sizes = totals.map((total) => {
        const slopes = places.map((p, i) => {
          const low = numberAt(total, field, `a${i}`)
          const high = numberAt(total, field, `b${i}`)
          return { p, low, slope: low === null || high === null ? null : (high - low) / apart }
        })
        return stepsOf(slopes)
      })
      const [first, second] = sizes
      if (first === undefined || (second === undefined && sizes.length > 1)) return []
      const value = first + 1 - (second === undefined ? 0 : second + 1)
      // Rounded percentiles make steps of their own: then four sets must agree.
      return [{ value, variance: door.isExact ? 0 : 0.5 }]
    }),
}

interface Slope {
  readonly p: number
  readonly low: number | null
  readonly slope: number | null
}

/** The fewest equal steps within each of which every slope is the same. */
function stepsOf(slopes: readonly Slope[]): number | undefined {
  if (slopes.some(({ slope }) => slope === null)) return undefined
  const same = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-3 * Math.max(1, a, b)
  if (slopes.every(({ slope }) => slope === 0))
    return new Set(slopes.map(({ low }) => low)).size === 1 ? 0 : undefined
  for (let steps = 1; steps < readings / 2; steps++) {
    const found = new Map<number, number>()
    const fits = slopes.every(({ p, slope }) => {
      const step = Math.floor(p * steps)
      const known = found.get(step) ?? slope ?? 0
      found.set(step, known)
      return same(known, slope ?? 0)
    })
    if (fits) return steps
  }
  return undefined
}

/** What a spread says of how few there are: none for one row, and its own formula for two and three. */
export const spreads: Attack = {
  name: 'spread of few',
  how: 'no stddev = one row; stddev = (max − min) / √2 = two; that of min, max and the rest = three',
  aimsAt: hasMeasure,
  run: async (door) => {
    const claims: Claim[] = []
    const { cells } = door
    for (const cell of cells) {
      if (door.left() <= 0) break
      const field = cell.survey.measure?.field ?? ''
      const [total] = await door.totals(
        cell.survey,
        [whereOf(cell)],
        `${field} { sum avg min max stddev }`,
      )
      const rows = fewRows((name) => numberAt(at(total, field), name))
      const belief = openBelief()
      if (rows === undefined) continue
      belief.observe({ value: rows, variance: 0 })
      const best = belief.best()
      if (best !== undefined) claims.push({ cell: cell.name, facet: 'rows', ...best })
    }
    return claims
  },
}

function fewRows(read: (name: string) => number | null): number | undefined {
  const [low, high, stddev, avg] = [read('min'), read('max'), read('stddev'), read('avg')]
  if (low === null || high === null || avg === null) return undefined
  if (stddev === null) return 1
  // All alike: any number of rows has no spread.
  if (stddev === 0) return undefined
  const spreadOf = (rows: readonly number[]): number =>
    Math.sqrt(rows.reduce((sum, row) => sum + (row - avg) ** 2, 0) / (rows.length - 1))
  const isSo = (rows: readonly number[]): boolean =>
    Math.abs(spreadOf(rows) - stddev) < 1e-6 * stddev &&
    Math.abs(rows.reduce((sum, row) => sum + row, 0) / rows.length - avg) < 1e-6 * avg
  if (isSo([low, high])) return 2
  if (isSo([low, 3 * avg - low - high, high])) return 3
  const sum = read('sum')
  return sum === null ? undefined : Math.round(sum / avg)
}
