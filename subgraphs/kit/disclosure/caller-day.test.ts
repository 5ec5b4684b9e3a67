import { describe, expect, test } from 'vitest'
import { disclosureProfiles, type DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import { disclosureDesk } from './desk.ts'

const [basic] = disclosureProfiles
if (basic === undefined) throw new Error('expected a profile')
const profile: DisclosureProfile = { ...basic, budget: { filters: 3, cells: 100 } }
const evening = new Date('2026-11-22T23:59:30+07:00')
const midnight = new Date('2026-11-23T00:00:00+07:00')

describe('a budget', () => {
  test('allows as many different filters as it says, and repeated ones for nothing', () => {
    const day = disclosureDesk().dayOf('a', 'parcel', evening)
    for (const filter of ['1', '2', '3', '1', '2', '3'])
      day.spendFilter(filter, profile, evening.getTime())
    expect(() => day.spendFilter('4', profile, evening.getTime())).toThrow(
      expect.objectContaining({
        code: 'RATE_LIMITED',
        message: expect.stringContaining('At most 3 different filters'),
        extensions: expect.objectContaining({ retryAfterSeconds: 30 }),
      }),
    )
    day.spendFilter('1', profile, evening.getTime())
  })

  test('allows as many cells as it says, and the last answer beyond', () => {
    const day = disclosureDesk().dayOf('a', 'parcel', evening)
    for (const cells of [60, 39, 400]) {
      day.expectCellsLeft(profile, evening.getTime())
      day.spendCells(cells)
    }
    expect(() => day.expectCellsLeft(profile, evening.getTime())).toThrow(/At most 100 figures/)
  })

  test('counts an answer that lists nothing as one cell, so that its cost tells nothing', () => {
    const day = disclosureDesk().dayOf('a', 'parcel', evening)
    for (let answer = 0; answer < 100; answer++) {
      day.expectCellsLeft(profile, evening.getTime())
      day.spendCells(answer % 2)
    }
    expect(() => day.expectCellsLeft(profile, evening.getTime())).toThrow(/At most 100 figures/)
  })

  test('is a caller’s own, for one table, until midnight in Viet Nam', () => {
    const desk = disclosureDesk()
    const spend = (caller: string, table: string, at: Date): void => {
      const day = desk.dayOf(caller, table, at)
      day.expectCellsLeft(profile, at.getTime())
      day.spendCells(100)
    }
    spend('a', 'parcel', evening)
    spend('b', 'parcel', evening)
    spend('a', 'person', evening)
    expect(() => spend('a', 'parcel', new Date(midnight.getTime() - 1))).toThrow(/ask again in 1 s/)
    spend('a', 'parcel', midnight)
  })
})

test('a question that would be compared for seconds is refused', () => {
  const log = disclosureDesk().dayOf('a', 'parcel', evening).logOf('q')
  const cells = Array.from({ length: 8000 }, (_, i) => {
    const keySum = BigInt(i) << 48n
    const rows = 50 + (i % 10)
    return { key: [String(i)], rows, persons: rows, keySum, sketch: BigInt(i) }
  })
  const whole = { key: [], rows: 400_000, persons: 400_000, keySum: 1n, sketch: 1n }
  log.note(cells, new Set())
  expect(() => log.check(cells.slice(0, 10), whole, profile)).not.toThrow()
  expect(() => log.check(cells, whole, profile)).toThrow(
    expect.objectContaining({ code: 'COST_EXCEEDED' }),
  )
})
