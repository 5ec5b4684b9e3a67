import { describe, expect, test } from 'vitest'
import { backTest, neededHistory, seasonalError } from './back-test.ts'
import { forecast } from './forecast.ts'
import { modelsFor } from './models.ts'
import { changePoints, outliers } from './unusual.ts'

/** International airline passengers by month, thousands, 1949–1960 (Box & Jenkins 1976, series G). */
const airPassengers = [
  112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170,
  170, 158, 133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180,
  193, 181, 183, 218, 230, 242, 209, 191, 172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237,
  211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229, 242, 233, 267, 269,
  270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271,
  306, 315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435,
  491, 505, 404, 359, 310, 337, 360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417,
  391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
]
/** Annual flow of the Nile at Aswan, 10⁸ m³, 1871–1970 (Cobb 1978). */
const nile = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180,
  799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701,
  916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862,
  698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812,
  742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906,
  901, 1170, 912, 746, 919, 718, 714, 740,
]
const season = 12

describe('public series', () => {
  test('the seasonal naive forecast of the air passengers has the error that is published', () => {
    const [baseline] = modelsFor(season, airPassengers)
    const { point } = baseline?.forecast(airPassengers.slice(0, 120), 24) ?? { point: [] }
    const held = airPassengers.slice(120)
    const missed = held.map((value, at) => Math.abs(value - (point[at] ?? 0)))
    const share = missed.map((error, at) => error / (held[at] ?? 0))
    const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / 24
    // Prabhakaran, Benchmark forecasts in R: snaive(), trained to 1958-12, over 1959-01 to 1960-12.
    expect(mean(missed)).toBeCloseTo(71.25, 2)
    expect(Math.sqrt(mean(missed.map((error) => error ** 2)))).toBeCloseTo(76.99, 2)
    expect(mean(share) * 100).toBeCloseTo(15.52, 2)
    expect(seasonalError(airPassengers.slice(0, 120), season)).toBeCloseTo(28.57, 2)
  })

  test('the air passengers of 1960 are forecast from the years before, and better than naively', () => {
    const { model, outlook, origins, mase, naiveMase, candidates, coverage95 } = forecast({
      history: airPassengers.slice(0, 132),
      season,
      steps: 12,
    })
    expect(model).toBe('LOG_STL_ETS')
    expect(candidates).toHaveLength(4)
    expect(origins).toBe(12)
    expect(mase).toBeLessThan(1)
    expect(mase).toBeLessThan(naiveMase ?? 0)
    expect(coverage95).toBeGreaterThan(0.5)
    const actual = airPassengers.slice(132)
    const error = actual.map((value, at) => Math.abs(value - (outlook.point[at] ?? 0)) / value)
    expect(error.reduce((sum, one) => sum + one, 0) / 12).toBeLessThan(0.05)
    outlook.point.forEach((value, at) => {
      const ends = [
        outlook.band95.lower[at] ?? Number.NaN,
        outlook.band80.lower[at] ?? Number.NaN,
        value,
        outlook.band80.upper[at] ?? Number.NaN,
        outlook.band95.upper[at] ?? Number.NaN,
      ]
      expect(ends).toEqual([...ends].sort((a, b) => a - b))
      expect(new Set(ends).size).toBe(5)
    })
  })

  test('the Nile has a new level from 1899 on, and no other; 1913 lies apart', () => {
    // The flow fell after 1898 (Cobb 1978; Zeileis et al. 2003 date the break at observation 28, 1898).
    expect(changePoints(nile, 1).map((at) => 1871 + at)).toEqual([1899])
    expect(changePoints(nile.slice(0, 28), 1)).toEqual([])
    expect(outliers(nile, 1)).toEqual([])
    const dry = nile.map((value, at) => (at === 80 ? 100 : value))
    expect(outliers(dry, 1).map(({ at }) => at)).toEqual([80])
  })

  test('a month that is doubled lies apart, and no other does', () => {
    expect(outliers(airPassengers, season)).toEqual([])
    const doubled = airPassengers.map((value, at) => (at === 70 ? value * 2 : value))
    const [found, ...others] = outliers(doubled, season)
    expect(others).toEqual([])
    expect(found?.at).toBe(70)
    expect(Math.abs((found?.expected ?? 0) / 203 - 1)).toBeLessThan(0.15)
  })
})

describe('the back-test', () => {
  test('has four origins where history is just enough, and never more than twelve', () => {
    for (const [length, origins] of [
      [neededHistory(season, 6), 4],
      [neededHistory(season, 6) + 1, 5],
      [144, 12],
    ] as const) {
      const history = airPassengers.slice(0, length)
      const models = modelsFor(season, history)
      expect(backTest({ history, season, steps: 6, models })).toMatchObject({ origins, failed: [] })
    }
    expect(neededHistory(season, 6)).toBe(33)
    expect(neededHistory(1, 3)).toBe(16)
  })

  test('scales by the error of the seasonal naive forecast within the training part', () => {
    // 1, 2 | 3, 5 | 4, 9 by seasons of 2: |2| + |3| + |1| + |4| over 4.
    expect(seasonalError([1, 2, 3, 5, 4, 9], 2)).toBe(2.5)
  })

  test('of a series that never changes has no scale, and is forecast as it is', () => {
    const flat = forecast({ history: Array.from({ length: 40 }, () => 5), season, steps: 3 })
    expect(flat).toMatchObject({ model: 'SEASONAL_NAIVE', mase: null, naiveMase: null })
    expect(flat.outlook.point).toEqual([5, 5, 5])
    expect([flat.changePoints, flat.outliers]).toEqual([[], []])
  })

  test('series with values at or below 0 are not forecast on logarithms', () => {
    const names = (history: readonly number[]) => modelsFor(season, history).map(({ name }) => name)
    expect(names([1, 2])).toContain('LOG_STL_ETS')
    expect(names([1, 0])).not.toContain('LOG_STL_ETS')
    expect(modelsFor(1, [1, 2]).map(({ name }) => name)).toEqual(['SEASONAL_NAIVE', 'ETS'])
  })

  test('a yearly series is forecast without seasons', () => {
    const made = forecast({ history: nile, season: 1, steps: 3 })
    expect(made.candidates.map(({ model }) => model).sort()).toEqual(['ETS', 'SEASONAL_NAIVE'])
    expect(made.outlook.point).toHaveLength(3)
    expect(made.model).toBe('ETS')
  })
})
