import { describe, expect, test } from 'vitest'
import { disclosureProfiles, type DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import { recordKeys } from '../../../auth/record-key.ts'
import { CallerDay } from './caller-day.ts'
import { AnsweredSets } from './answered-sets.ts'
import type { Cell, Magnitude } from './cell.ts'
import { control } from './control.ts'
import { primary } from './primary.ts'

const [profile] = disclosureProfiles
if (profile === undefined) throw new Error('expected a profile')
const exact: DisclosureProfile = { ...profile, noise: false }

const keyOf = recordKeys(Buffer.alloc(32, 5))
const keys = Array.from({ length: 3000 }, (_, person) => keyOf(`person ${person}`))

/** People by number: each has a key of their own. */
function people(from: number, to: number, key: readonly string[] = [], sum?: Magnitude): Cell {
  let keySum = 0n
  let sketch = 0n
  for (const recordKey of keys.slice(from, to)) {
    keySum += recordKey
    sketch |= 1n << (recordKey % 61n)
  }
  const sums = new Map(sum === undefined ? [] : [['area', sum]])
  return { key, rows: to - from, persons: to - from, keySum, sketch, sums }
}

const whole = people(0, 3000)
const newDay = (): CallerDay => new CallerDay(Infinity, new AnsweredSets())

function judged(cells: readonly Cell[], day = newDay(), question = 'q') {
  return control({ cells, whole, profile: exact, log: day.logOf(question) })
}

describe('control', () => {
  test('shows exact figures where nothing is small and the profile has no noise', () => {
    expect(judged([people(0, 50, ['a']), people(50, 90, ['b'])]).verdicts).toEqual([
      { status: 'SHOWN', rule: 'NONE', suppressed: false, withheld: new Set() },
      { status: 'SHOWN', rule: 'NONE', suppressed: false, withheld: new Set() },
    ])
  })

  test.each([
    ['noise', profile],
    ['rounding', { ...exact, rounding: 5 as const }],
  ])('says that figures are perturbed by %s', (_name, with_) => {
    const log = newDay().logOf('q')
    const { verdicts } = control({ cells: [people(0, 50)], whole, profile: with_, log })
    expect(verdicts[0]?.status).toBe('PERTURBED')
  })

  test('suppresses nine, shows ten, and gives one reason for small cells and their partners', () => {
    const cells = [people(0, 9, ['a']), people(9, 39, ['b']), people(40, 50, ['c'])]
    const { verdicts } = judged(cells)
    expect(verdicts.map(({ status, rule }) => [status, rule])).toEqual([
      ['SUPPRESSED', 'SMALL_CELL'],
      ['SHOWN', 'NONE'],
      ['SUPPRESSED', 'SMALL_CELL'],
    ])
  })

  test('suppresses all but nine of the whole', () => {
    expect(judged([people(9, 3000)]).verdicts[0]?.suppressed).toBe(true)
    expect(judged([people(10, 3000)]).verdicts[0]?.suppressed).toBe(false)
    expect(judged([people(0, 3000)]).verdicts[0]?.suppressed).toBe(false)
  })

  test('suppresses what differs by nine from an answer before, with the same reason', () => {
    const day = newDay()
    expect(judged([people(0, 500)], day, 'a').verdicts[0]?.suppressed).toBe(false)
    expect(judged([people(0, 509)], day, 'b').verdicts[0]).toMatchObject({ rule: 'SMALL_CELL' })
    expect(judged([people(0, 510)], day, 'c').verdicts[0]?.suppressed).toBe(false)
    expect(judged([people(0, 500)], day, 'd').verdicts[0]?.suppressed).toBe(false)
  })

  test('answers the same question alike, however often it is asked', () => {
    const sizes = [
      [0, 0, 90, 40, 0, 0, 0, 0],
      [0, 0, 90, 8, 40, 0, 0, 0],
      [0, 3, 0, 12, 0, 0, 0, 90],
    ]
    let from = 0
    const table = sizes.flatMap((row, i) =>
      row.flatMap((size, j) => {
        from += size
        return size === 0 ? [] : [people(from - size, from, [`r${i}`, `c${j}`])]
      }),
    )
    const log = newDay().logOf('q')
    const five: DisclosureProfile = { ...exact, threshold: 5 }
    const ask = () => control({ cells: table, whole, profile: five, log }).verdicts
    const first = ask()
    expect(first.map(({ suppressed }) => suppressed)).toContain(false)
    expect([ask(), ask()]).toEqual([first, first])
  })

  test('keeps a partner suppressed when it is asked for alone', () => {
    const day = newDay()
    judged([people(0, 9, ['a']), people(9, 39, ['b']), people(40, 50, ['c'])], day, 'a')
    expect(judged([people(40, 50)], day, 'b').verdicts[0]?.suppressed).toBe(true)
    expect(judged([people(9, 39)], day, 'c').verdicts[0]?.suppressed).toBe(false)
  })

  test('does not take for a partner what was answered before', () => {
    const day = newDay()
    judged([people(40, 50)], day, 'a')
    const cells = [people(0, 9, ['a']), people(9, 39, ['b']), people(40, 50, ['c'])]
    expect(judged(cells, day, 'b').verdicts.map((one) => one.suppressed)).toEqual([
      true,
      true,
      false,
    ])
  })

  test('refuses a table that is cut too finely, and not a coarse one', () => {
    const fine = Array.from({ length: 40 }, (_, i) => people(i * 3, i * 3 + 3, [String(i)]))
    expect(judged(fine).refused).toBe('SPARSE')
    expect(judged(fine).verdicts.every((one) => one.suppressed)).toBe(true)
    expect(judged(fine.slice(0, 19)).refused).toBeUndefined()
    expect(judged([...fine, people(200, 2000, ['big'])]).refused).toBeUndefined()
  })

  test('withholds a sum that two people make up, and the sum that would tell it', () => {
    const even = { sum: 1000, largest: 20, second: 20, largestRow: 20 }
    const cells = [
      people(0, 50, ['a'], { sum: 1000, largest: 800, second: 150, largestRow: 800 }),
      people(50, 80, ['b'], even),
      people(80, 200, ['c'], even),
    ]
    const { verdicts } = judged(cells)
    expect(verdicts.map((one) => one.suppressed)).toEqual([false, false, false])
    expect(verdicts.map((one) => [...one.withheld])).toEqual([['area'], ['area'], []])
  })
})

describe('cells of few people', () => {
  const cells = Array.from({ length: 2900 }, (_, i) => people(i, i + 8 + (i % 8)))
  const few = (with_: DisclosureProfile): ReadonlySet<number> => primary(cells, with_)

  test('without noise are those below the threshold', () => {
    const small = few(exact)
    expect(cells.every((one, i) => small.has(i) === one.persons < 10)).toBe(true)
  })

  test('with noise have a boundary that each set decides, ten to fourteen', () => {
    const [without, with_] = [few(exact), few(profile)]
    expect([...without].every((i) => with_.has(i))).toBe(true)
    const shares = Array.from({ length: 8 }, (_, step) => {
      const own = cells.flatMap((one, i) => (one.persons === 8 + step ? [i] : []))
      return own.filter((i) => with_.has(i)).length / own.length
    })
    expect(shares.slice(0, 2)).toEqual([1, 1])
    for (const [i, share] of shares.slice(2, 6).entries())
      expect(Math.abs(share - (4 - i) / 5)).toBeLessThan(0.1)
    expect(shares.slice(6)).toEqual([0, 0])
  })

  test('of nobody are hidden where zeros are', () => {
    const nobody = people(0, 0, ['a'])
    expect(primary([nobody], exact).size).toBe(0)
    expect(primary([nobody], { ...exact, zeros: 'hidden' }).size).toBe(1)
  })
})
