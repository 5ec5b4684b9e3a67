import { describe, expect, it } from 'vitest'
import { recordKeys } from '../../../auth/record-key.ts'
import { AnsweredSets } from './answered-sets.ts'
import type { Cell } from './cell.ts'

const keyOf = recordKeys(Buffer.alloc(32, 7))
const keys = Array.from({ length: 40_000 }, (_, i) => keyOf(`person ${i}`))
const threshold = 10
const comparison = { question: 'q', threshold, mayRepeat: false }

/** The set of the people of these ranges, each with so many rows. */
function setOf(ranges: readonly (readonly [number, number])[], rowsEach = 1): Cell {
  let keySum = 0n
  let sketch = 0n
  let persons = 0
  for (const [from, to] of ranges)
    for (const key of keys.slice(from, to)) {
      persons++
      keySum += key * BigInt(rowsEach)
      sketch |= 1n << (key % 61n)
    }
  return { key: [], rows: persons * rowsEach, persons, keySum, sketch, sums: new Map() }
}

const whole = setOf([[0, 40_000]])

function isClose(answered: readonly Cell[], cell: Cell, change = {}): boolean {
  const sets = new AnsweredSets()
  for (const [i, one] of answered.entries()) sets.note([one], new Set(), `before ${i}`)
  return sets.check([cell], whole, { ...comparison, ...change }).close.has(0)
}

describe('a set beside an answered one', () => {
  it.each([50, 300, 5000, 20_000])('of %d people is close at nine and apart at ten', (size) => {
    const answered = setOf([[0, size]])
    expect(isClose([answered], setOf([[0, size + 9]]))).toBe(true)
    expect(isClose([answered], setOf([[0, size + 10]]))).toBe(false)
    expect(isClose([answered], setOf([[9, size]]))).toBe(true)
    expect(isClose([answered], setOf([[10, size]]))).toBe(false)
    // Four went and five came.
    expect(isClose([answered], setOf([[4, size + 5]]))).toBe(true)
  })

  it('is the same set, however it is asked for', () => {
    const sets = new AnsweredSets()
    sets.note([setOf([[0, 500]])], new Set(), 'one way')
    const { close, known, withheld } = sets.check([setOf([[0, 500]])], whole, comparison)
    expect([close.size, known.size, withheld.size]).toEqual([0, 1, 0])
  })

  it('stays withheld, and what was withheld does not withhold others', () => {
    const sets = new AnsweredSets()
    sets.note([setOf([[0, 500]])], new Set([0]), 'one way')
    expect(sets.check([setOf([[0, 500]])], whole, comparison).withheld.has(0)).toBe(true)
    expect(sets.check([setOf([[0, 505]])], whole, comparison).close.size).toBe(0)
  })

  it('of people with several rows each is told by people', () => {
    const answered = setOf([[0, 60]], 3)
    expect(isClose([answered], setOf([[0, 65]], 3))).toBe(true)
    expect(isClose([answered], setOf([[0, 75]], 3))).toBe(false)
  })

  it('is found where one person with many rows came', () => {
    const answered = setOf([[0, 600]], 3)
    for (const rowsOfOne of [7, 40, 63]) {
      const one = setOf([[700, 701]], rowsOfOne)
      const asked = {
        ...answered,
        rows: answered.rows + one.rows,
        persons: 601,
        keySum: answered.keySum + one.keySum,
        sketch: answered.sketch | one.sketch,
      }
      expect(isClose([answered], asked)).toBe(true)
      expect(isClose([asked], answered)).toBe(true)
    }
  })

  it('may be asked again after somebody came, where noise hides it', () => {
    const sets = new AnsweredSets()
    sets.note([setOf([[0, 500]])], new Set(), 'q')
    const later = setOf([[0, 503]])
    expect(sets.check([later], whole, { ...comparison, mayRepeat: true }).close.size).toBe(0)
    expect(sets.check([later], whole, comparison).close.size).toBe(1)
    const other = { ...comparison, question: 'p', mayRepeat: true }
    expect(sets.check([later], whole, other).close.size).toBe(1)
  })

  it('is close to the whole table where all but nine are in it', () => {
    expect(isClose([], setOf([[9, 40_000]]))).toBe(true)
    expect(isClose([], setOf([[10, 40_000]]))).toBe(false)
  })
})

describe('three sets', () => {
  /** C = people 0–6; T = people 1,000–21,000. */
  const tracker = [1000, 21_000] as const
  const rest = [
    [7, 1000],
    [21_000, 40_000],
  ] as const

  it('that leave seven people are found: C or T, C or not T, and everybody', () => {
    const orTracker = setOf([[0, 7], tracker])
    const orNot = setOf([[0, 7], ...rest])
    expect(isClose([orTracker], orNot)).toBe(true)
    expect(isClose([orNot], orTracker)).toBe(true)
  })

  it('within a part of the table are found, whichever comes last', () => {
    const part = setOf([[0, 30_000]])
    const one = setOf([
      [0, 7],
      [1000, 21_000],
    ])
    const other = setOf([
      [0, 1000],
      [21_000, 30_000],
    ])
    expect(isClose([part, one], other)).toBe(true)
    expect(isClose([one, other], part)).toBe(true)
    expect(isClose([other, part], one)).toBe(true)
  })

  it('that leave ten are not', () => {
    const one = setOf([
      [0, 10],
      [1000, 21_000],
    ])
    const other = setOf([
      [0, 1000],
      [21_000, 40_000],
    ])
    expect(isClose([one], other)).toBe(false)
  })
})

describe('sets of strangers', () => {
  /** A set of people chosen at random, the same in every run. */
  function randomSet(size: number, seed: number): Cell {
    const chosen: [number, number][] = []
    let state = seed
    while (chosen.length < size) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      const at = state % keys.length
      chosen.push([at, at + 1])
    }
    return setOf(chosen)
  }

  it.each([30, 100, 200, 1000])('of %d people are seldom taken for close', (size) => {
    const [answered, asked] = [20, 20]
    let close = 0
    for (let i = 0; i < answered; i++) {
      const sets = new AnsweredSets()
      sets.note([randomSet(size, i + 1)], new Set(), 'before')
      for (let j = 0; j < asked; j++) {
        const cell = randomSet(size, 1000 + i * asked + j)
        if (sets.check([cell], whole, comparison).close.size > 0) close++
      }
    }
    expect(close / (answered * asked)).toBeLessThan(0.01)
  })
})
