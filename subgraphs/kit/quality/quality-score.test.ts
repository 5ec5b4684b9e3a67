import { expect, test } from 'vitest'
import { scoreOf, usualThresholds, type RuleResult } from './quality-score.ts'

const found = (numerator: number, denominator: number, people: RuleResult['people']) => ({
  rule: 'prescription-code-format',
  numerator: String(numerator),
  denominator: String(denominator),
  method: 'FULL' as const,
  asOf: '2026-01-01T00:00:00.000Z',
  people,
})
const score = (...results: RuleResult[]) =>
  scoreOf(results, { ...usualThresholds, leastPeople: 10 })

test.each([
  ['ten rows of ten people are told', 10, { judged: 10, failing: 0 }, 'PARTIAL'],
  ['ten rows of nine people are not', 10, { judged: 9, failing: 0 }, 'SUPPRESSED'],
  ['nine rows of ten classes are nine people', 9, { judged: 10, failing: 0 }, 'SUPPRESSED'],
  ['where nothing is known of people, rows are', 10, undefined, 'PARTIAL'],
])('%s', (_title, rows, people, status) => {
  expect(score(found(rows, rows, people)).disclosure.status).toBe(status)
})

test('what fails is told of ten people, and of nine not even how much, however many rows they have', () => {
  const told = score(found(60, 100, { judged: 30, failing: 10 }))
  expect(told).toMatchObject({ numerator: '60', disclosure: { status: 'PERTURBED' } })
  const withheld = score(found(60, 100, { judged: 30, failing: 9 }))
  expect(withheld).toMatchObject({ numerator: null, share: null, lower: 0, standing: null })
  expect(withheld.disclosure.status).toBe('PARTIAL')
})
