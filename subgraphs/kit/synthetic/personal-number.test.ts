import { expect, it } from 'vitest'
import { personalNumbers } from './personal-number.ts'

it('follows the structure of Decree 137/2015, with a place that is nowhere', () => {
  const numbers = personalNumbers()
  expect(numbers.issue('24', 'MALE', 1985)).toMatch(/^924085\d{6}$/)
  expect(numbers.issue('24', 'FEMALE', 1985)).toMatch(/^924185\d{6}$/)
  expect(numbers.issue('01', 'MALE', 2003)).toMatch(/^901203\d{6}$/)
  expect(numbers.issue('01', 'FEMALE', 2014)).toMatch(/^901314\d{6}$/)
})

it('never gives a number twice, nor one to a person whom it does not know', () => {
  const numbers = personalNumbers()
  const given = new Set<string>()
  for (let count = 0; count < 5000; count += 1) {
    given.add(numbers.issue('79', 'MALE', 1999))
    given.add(numbers.unknown('79', 'MALE', 1999))
  }
  expect(given.size).toBe(10_000)
})
