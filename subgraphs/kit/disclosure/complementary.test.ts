import { array, assert, constantFrom, integer, pre, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { disclosureProfiles, type DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { Cell } from './cell.ts'
import { complementary } from './complementary.ts'
import type { HiddenCells } from './hidden-cells.ts'
import { primary } from './primary.ts'

const [profile] = disclosureProfiles
if (profile === undefined) throw new Error('expected a profile')
const five: DisclosureProfile = { ...profile, threshold: 5, noise: false }

function cell(key: readonly string[], persons: number): Cell {
  return { key, rows: persons, persons, keySum: BigInt(persons), sketch: 0n, sums: new Map() }
}

/** A table of two keys from its rows; 0 = no such cell. */
function grid(...rows: readonly (readonly number[])[]): readonly Cell[] {
  return rows.flatMap((row, i) =>
    row.flatMap((persons, j) => (persons === 0 ? [] : [cell([`r${i}`, `c${j}`], persons)])),
  )
}

function shown(cells: readonly Cell[], with_: DisclosureProfile = five): string[] {
  const hidden = complementary(cells, primary(cells, with_), with_).places
  return cells.flatMap(({ key }, place) => (hidden.has(place) ? [] : [key.join('')]))
}

describe('complementary suppression', () => {
  test('hides nothing where nothing is small', () => {
    expect(shown(grid([9, 9], [9, 9]))).toHaveLength(4)
  })

  test('finds the cheapest partner on a line', () => {
    const cells = [3, 50, 20, 40].map((persons, i) => cell([`a${i}`], persons))
    expect(shown(cells)).toEqual(['a1', 'a3'])
  })

  test('wants the hidden persons of a line to reach the threshold', () => {
    const cells = [1, 2, 30, 40].map((persons, i) => cell([`a${i}`], persons))
    expect(shown(cells)).toEqual(['a3'])
  })

  test('hides a rectangle in a table of two keys', () => {
    expect(shown(grid([3, 20, 90], [20, 20, 90], [90, 90, 90]))).toEqual([
      'r0c2',
      'r1c2',
      'r2c0',
      'r2c1',
      'r2c2',
    ])
  })

  test('does not use a cell that the caller knows', () => {
    const cells = [3, 50, 20, 40].map((persons, i) => cell([`a${i}`], persons))
    const hidden = complementary(cells, primary(cells, five), five, new Set([2]))
    expect([...hidden.places].sort((a, b) => a - b)).toEqual([0, 3])
  })

  test('a total without keys stands alone', () => {
    expect(shown([cell([], 4)])).toEqual([])
    expect(shown([cell([], 5)])).toEqual([''])
  })

  test('is the same for the same table', () => {
    const cells = grid([3, 20, 20, 90], [20, 20, 20, 20], [20, 20, 20, 20])
    expect(shown(cells)).toEqual(shown(cells))
  })
})

test('what was withheld together before is not added to when the rest is known', () => {
  const persons = constantFrom(0, 1, 2, 3, 6, 8, 12, 20, 40, 90)
  const row = array(persons, { minLength: 8, maxLength: 8 })
  assert(
    property(array(row, { minLength: 3, maxLength: 8 }), (rows) => {
      const cells = grid(...rows)
      const { places: before, open } = complementary(cells, primary(cells, five), five)
      pre(open.size === 0)
      const known = new Set([...cells.keys()].filter((place) => !before.has(place)))
      const after = complementary(cells, before, five, known).places
      expect(after).toEqual(before)
    }),
    { numRuns: 300 },
  )
})

/** Steps of one search by trial; a table that needs more is passed over, and counted. */
const patience = 1_000

/**
 * By trial: whether fillings that fit the shown cells and the margins of all lines but the open ones let every
 * hidden cell range over `width` or more; undefined where the search takes too long.
 */
function isProtected(cells: readonly Cell[], hidden: HiddenCells, width: number) {
  const constraints = (place: number): readonly number[] =>
    (hidden.lines.ofCell[place] ?? []).filter((line) => !hidden.open.has(line))
  const unknown = [...hidden.places].filter((place) => constraints(place).length > 0)
  let isUnsure = false
  for (const place of unknown) {
    const order = [place, ...unknown.filter((other) => other !== place)].map(constraints)
    const sums = new Map<number, number>()
    for (const other of unknown)
      for (const line of constraints(other))
        sums.set(line, (sums.get(line) ?? 0) + (cells[other]?.rows ?? 0))
    const room = Math.min(...constraints(place).map((line) => sums.get(line) ?? 0))
    const fits = (value: number): boolean | undefined => fitting(order, sums, value)
    const values = Array.from({ length: room + 1 }, (_, value) => value)
    const least = values.find(fits)
    const most = values.findLast(fits)
    if (least === undefined || most === undefined || most - least < width) {
      if (values.some((value) => fits(value) === undefined)) isUnsure = true
      else return false
    }
  }
  return isUnsure ? undefined : true
}

/** Whether the lines' sums can be made up of values for the cells on them, the first one given. */
function fitting(
  order: readonly (readonly number[])[],
  sums: ReadonlyMap<number, number>,
  first: number,
): boolean | undefined {
  const left = new Map(sums)
  const last = new Map(order.flatMap((lines, at) => lines.map((line) => [line, at] as const)))
  let steps = 0
  const take = (lines: readonly number[], value: number): void => {
    for (const line of lines) left.set(line, (left.get(line) ?? 0) - value)
  }
  const fill = (at: number): boolean => {
    const lines = order[at]
    if (lines === undefined) return true
    if (++steps > patience) return false
    const rests = lines.map((line) => left.get(line) ?? 0)
    const forced = lines.flatMap((line) => (last.get(line) === at ? [left.get(line) ?? 0] : []))
    const [from, to] = at === 0 ? [first, first] : [0, Math.min(...rests)]
    for (
      let value = Math.max(from, ...forced);
      value <= Math.min(to, ...rests, ...forced);
      value++
    ) {
      take(lines, value)
      const isFilled = fill(at + 1)
      take(lines, -value)
      if (isFilled) return true
    }
    return false
  }
  return fill(0) || (steps > patience ? undefined : false)
}

function table(sizes: readonly number[], persons: readonly number[]): readonly Cell[] {
  return persons.flatMap((count, place) => {
    let rest = place
    const key = sizes.map((size) => {
      const coordinate = `k${rest % size}`
      rest = Math.floor(rest / size)
      return coordinate
    })
    return count === 0 ? [] : [cell(key, count)]
  })
}

describe('no hidden cell follows from the shown cells and the margins', () => {
  const people = constantFrom(0, 1, 2, 4, 5, 6, 8, 11)
  test.each([
    { sizes: [5], width: 5 },
    { sizes: [2, 3], width: 5 },
    { sizes: [3, 3], width: 5 },
    { sizes: [3, 4], width: 5 },
    { sizes: [2, 2, 2], width: 1 },
    { sizes: [3, 2, 2], width: 1 },
  ])('$sizes: each ranges over $width at least', ({ sizes, width }) => {
    let passedOver = 0
    const length = sizes.reduce((product, size) => product * size, 1)
    assert(
      property(array(people, { minLength: length, maxLength: length }), (persons) => {
        const cells = table(sizes, persons)
        const hidden = complementary(cells, primary(cells, five), five)
        const found = isProtected(cells, hidden, width)
        if (found === undefined) passedOver++
        return found !== false
      }),
      { numRuns: 40 },
    )
    expect(passedOver).toBeLessThan(20)
  })

  test('a line has no hidden cell, or two that together reach the threshold, or all', () => {
    const size = integer({ min: 1, max: 4 })
    assert(
      property(size, size, size, integer({ min: 0, max: 999 }), (a, b, c, seed) => {
        const persons = Array.from({ length: a * b * c }, (_, i) => (seed * (i + 7) ** 2) % 13)
        const cells = table([a, b, c], persons)
        const hidden = complementary(cells, primary(cells, five), five)
        return hidden.lines.members.every((members) => {
          const own = members.filter((place) => hidden.places.has(place))
          const sum = own.reduce((total, place) => total + (cells[place]?.persons ?? 0), 0)
          return own.length === 0 || own.length === members.length || (own.length > 1 && sum >= 5)
        })
      }),
    )
  })
})
