import { describe, expect, test } from 'vitest'
import { communeDocuments } from '../../../trusted/commune-documents.ts'
import { agesAt, communeDocumentOf, communeValue } from './communes.ts'

const share = {
  report: 'indicators-land',
  numeratorPath: 'authenticated.area.sum',
  denominatorPath: 'reviewed.area.sum',
  rule: 'RATIO',
  scale: 100,
} as const
const node = (authenticated: unknown, reviewed: unknown) => ({
  code: '00004',
  name: 'Ba Đình',
  authenticated,
  reviewed,
})
const shown = { status: 'SHOWN', reason: null }

describe('indicators by commune', () => {
  test('are of reports that count by commune alone', () => {
    expect(communeDocumentOf(share)).toBe(communeDocuments['indicators-land'])
    expect(communeDocumentOf({ report: 'indicators-school' })).toBeUndefined()
    expect(communeDocumentOf({ report: null })).toBeUndefined()
  })

  test.each([
    ['2026-10', '2010-10-31', '1966-10-31'],
    ['2026-02', '2010-02-28', '1966-02-28'],
    ['2026', '2010-12-31', '1966-12-31'],
    ['2026-Q3', '2010-09-30', '1966-09-30'],
    ['2026-10-15', '2010-10-15', '1966-10-15'],
  ])('ages are as of the last day of %s', (period, bornAfter16, bornBefore60) => {
    const text = communeDocuments['indicators-population']
    expect(agesAt(text, period)).toEqual({ bornAfter16, bornBefore60 })
    expect(agesAt(communeDocuments['indicators-land'], period)).toEqual({})
  })

  test('what is withheld or failed is no value, and nothing is divided by nought', () => {
    const whole = { count: 4, area: { sum: 200 }, disclosure: shown }
    const half = { count: 2, area: { sum: 50 }, disclosure: shown }
    const value = (numerator: unknown, denominator: unknown) => {
      const found = communeValue(node(numerator, denominator), share)
      return [found.value, found.state]
    }
    expect(value(half, whole)).toEqual([25, 'KNOWN'])
    const withheld = { count: null, area: { sum: null }, disclosure: { status: 'SUPPRESSED' } }
    expect(value(withheld, whole)).toEqual([null, 'SUPPRESSED'])
    expect(value(half, null)).toEqual([null, 'FAILED'])
    const none = { count: 0, area: { sum: null }, disclosure: shown }
    expect(value(none, none)).toEqual([null, 'UNDEFINED'])
    expect(value(none, whole)).toEqual([0, 'KNOWN'])
    const count = { ...share, numeratorPath: 'reviewed.count', denominatorPath: null }
    expect(communeValue(node(half, { ...whole, count: '7' }), count).value).toBe(7)
  })
})
