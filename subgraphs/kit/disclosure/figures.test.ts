import { describe, expect, test } from 'vitest'
import { disclosureProfiles, type DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import { recordKeys } from '../../../auth/record-key.ts'
import type { Cell } from './cell.ts'
import { concentrated, isSpreadOfOne, isThin } from './concentrated.ts'
import { controlledCount, controlledMean, controlledSpread, controlledSum } from './figures.ts'
import { mostNoise, noiseOf } from './noise.ts'

const [profile] = disclosureProfiles
if (profile === undefined) throw new Error('expected a profile')
const exact: DisclosureProfile = { ...profile, noise: false }
const keyOf = recordKeys(Buffer.alloc(32, 3))

function cellOf(people: number, first = 0, rowsEach = 1): Cell {
  let keySum = 0n
  for (let person = first; person < first + people; person++)
    keySum += keyOf(`person ${person}`) * BigInt(rowsEach)
  const area = { sum: 1000, largest: 40, second: 30, largestRow: 40 }
  const sums = new Map([['area', area]])
  return { key: [], rows: people * rowsEach, persons: people, keySum, sketch: 0n, sums }
}

describe('noise', () => {
  const draws = Array.from({ length: 20_000 }, (_, i) => noiseOf(cellOf(1 + (i % 3), i), 0))
  const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length

  test('has mean 0, variance about 4, and is 6 at most', () => {
    const variance = draws.reduce((sum, one) => sum + (one - mean) ** 2, 0) / draws.length
    expect(Math.abs(mean)).toBeLessThan(0.06)
    expect(variance).toBeGreaterThan(3.7)
    expect(variance).toBeLessThan(4.2)
    expect(draws.every((one) => Number.isInteger(one) && Math.abs(one) <= mostNoise)).toBe(true)
  })

  test('is as often above as below', () => {
    for (let size = 1; size <= 4; size++) {
      const [above, below] = [size, -size].map((of) => draws.filter((one) => one === of).length)
      expect(Math.abs((above ?? 0) - (below ?? 0)) / draws.length).toBeLessThan(0.015)
    }
  })

  test('is the same for the same set, and of no kin for another measure or one person more', () => {
    expect(noiseOf(cellOf(50), 0)).toBe(noiseOf({ ...cellOf(50), key: ['x'], persons: 1 }, 0))
    const kin = Array.from({ length: 500 }, (_, i) => {
      const [a, b, c] = [
        noiseOf(cellOf(20, i), 0),
        noiseOf(cellOf(21, i), 0),
        noiseOf(cellOf(20, i), 1),
      ]
      return [a * b, a * c] as const
    })
    for (const place of [0, 1] as const)
      expect(Math.abs(kin.reduce((sum, one) => sum + one[place], 0) / 500)).toBeLessThan(0.8)
  })
})

describe('figures', () => {
  test('are exact without noise and rounding', () => {
    const summed = { cell: cellOf(50), field: 'area', profile: exact, rowsEach: 1 }
    expect(controlledCount(cellOf(53), { profile: exact, rowsEach: 1 })).toBe(53)
    expect(controlledSum(1000.5, summed)).toBe(1000.5)
    expect(controlledSum('9007199254740993', summed)).toBe('9007199254740993')
    expect(controlledMean(1 / 3, summed)).toBe(1 / 3)
    expect(controlledSpread(1 / 3, summed)).toBe(1 / 3)
  })

  test('counts are off by 6 at most, or as many times more as a person has rows', () => {
    const off = (rowsEach: number): number =>
      Math.max(
        ...Array.from({ length: 300 }, (_, i) => {
          const cell = cellOf(50, i, rowsEach)
          return Math.abs(controlledCount(cell, { profile, rowsEach }) - cell.rows)
        }),
      )
    expect(off(1)).toBeLessThanOrEqual(6)
    expect(off(1)).toBeGreaterThan(3)
    expect(off(4)).toBeLessThanOrEqual(24)
    expect(off(4)).toBeGreaterThan(12)
  })

  test('counts are rounded after noise', () => {
    for (let i = 0; i < 50; i++)
      expect(
        controlledCount(cellOf(50, i), { profile: { ...profile, rounding: 5 }, rowsEach: 1 }) % 5,
      ).toBe(0)
    expect(controlledCount(cellOf(52), { profile: { ...exact, rounding: 5 }, rowsEach: 1 })).toBe(
      50,
    )
  })

  test('whole sums stay whole, above 2^53 too, within 1.7 of the largest contribution', () => {
    for (let i = 0; i < 50; i++) {
      const summed = { cell: cellOf(50, i), field: 'area', profile }
      const sum = Number(controlledSum(1000, summed))
      expect(Number.isInteger(sum)).toBe(true)
      expect(Math.abs(sum - 1000)).toBeLessThanOrEqual(65)
      const large = BigInt(controlledSum('9007199254740993', summed)) - 9007199254740993n
      expect(large).toBe(BigInt(sum - 1000))
    }
  })

  test('the noise of sums is no multiple of a contribution, which it would tell', () => {
    const parts = Array.from({ length: 200 }, (_, i) => {
      const summed = { cell: cellOf(50, i), field: 'area', profile }
      // In quarters of the largest contribution, 40.
      const quarters = (Number(controlledSum(1000.5, summed)) - 1000.5) / 10
      return Math.abs(quarters - Math.round(quarters))
    })
    expect(parts.filter((part) => part < 0.05).length).toBeLessThan(40)
    expect(parts.filter((part) => part > 0.45).length).toBeGreaterThan(5)
  })

  test('means have four digits and spreads three', () => {
    const summed = { cell: cellOf(50), field: 'area', profile, rowsEach: 1 }
    const digits = String(controlledMean(12 + 1 / 3, summed)).replace('.', '')
    expect(digits.length).toBeLessThanOrEqual(4)
    expect(controlledSpread(1 / 3, summed)).toBe(0.333)
  })

  test('a sum divided by its mean tells the count with its noise, and no other', () => {
    for (let i = 0; i < 100; i++) {
      const summed = { cell: cellOf(50, i), field: 'area', profile, rowsEach: 1 }
      const sum = Number(controlledSum(1000, summed))
      const count = controlledCount(summed.cell, summed)
      const told = sum / controlledMean(1000 / 50, summed)
      expect(Math.abs(told - count)).toBeLessThan(0.1)
    }
  })
})

describe('a sum is concentrated', () => {
  test.each([
    [{ sum: 100, largest: 60, second: 31 }, true],
    [{ sum: 100, largest: 60, second: 30 }, false],
    [{ sum: 100, largest: 90, second: 1 }, true],
    [{ sum: 100n, largest: 50, second: 40 }, false],
    [{ sum: 100n, largest: 50, second: 41 }, true],
    [{ sum: 0, largest: 0, second: 0 }, false],
    [{ sum: 0, largest: 50, second: 50 }, true],
  ])('%o: %s', (magnitude, expected) =>
    expect(concentrated({ ...magnitude, largestRow: 0 }, profile)).toBe(expected),
  )

  test('by the p % rule where dominance would let it pass', () => {
    const lax = { ...profile, dominance: { n: 2, share: 0.99 } as const }
    expect(concentrated({ sum: 100, largest: 60, second: 34, largestRow: 0 }, lax)).toBe(false)
    expect(concentrated({ sum: 100, largest: 60, second: 34.1, largestRow: 0 }, lax)).toBe(true)
  })
})

describe('few values tell those who have one', () => {
  const magnitude = { sum: 100, largest: 60, second: 30, largestRow: 60 }
  test.each([
    [{ rows: 50, persons: 50 }, 9, true],
    [{ rows: 50, persons: 50 }, 10, false],
    [{ rows: 50, persons: 50 }, 50, false],
    [{ rows: 200, persons: 50 }, 39, true],
    [{ rows: 50, persons: 50 }, 0, false],
  ])('%o, %i values: %s', (cell, values, expected) =>
    expect(isThin(cell, { ...magnitude, values }, profile)).toBe(expected),
  )
})

describe('a spread tells a value', () => {
  const spread = (values: readonly number[]) => {
    const sum = values.reduce((all, one) => all + one, 0)
    const mean = sum / values.length
    const squares = values.reduce((all, one) => all + (one - mean) ** 2, 0)
    const largestRow = Math.max(...values.map(Math.abs))
    const magnitude = { sum, largest: 0, second: 0, largestRow, values: values.length }
    return isSpreadOfOne(squares / (values.length - 1), magnitude, profile)
  }
  const many = Array.from({ length: 100 }, (_, i) => 1 + (i % 7))

  test('that is nearly all of it', () => expect(spread([...many, 1000])).toBe(true))
  test('not that is one among others', () => expect(spread([...many, 12])).toBe(false))
  test('not of equal values', () => expect(spread(many.map(() => 3))).toBe(false))
  test('not of two that are as far', () => expect(spread([...many, 1000, 990])).toBe(false))
})
