import { expect, test } from 'vitest'
import { maxMinistries, openMinistryWatch } from './ministry-watch.ts'

const at = Date.UTC(2026, 10, 22)
const origin = 'https://land.internal'

test('what is under way, what failed last, and that an abandoned request says nothing of the ministry', () => {
  const watch = openMinistryWatch(() => at)
  expect(watch.seen('land')).toBeUndefined()
  const [first, second, third] = [1, 2, 3].map(() => watch.visit('land', origin))
  expect(watch.seen('land')).toMatchObject({ origin, inFlight: 3, lastError: null })
  first?.('answered')
  second?.('MINISTRY_UNAVAILABLE')
  third?.('abandoned')
  // A second end of the same request changes nothing.
  third?.('MINISTRY_UNAVAILABLE')
  const iso = new Date(at).toISOString()
  expect(watch.seen('land')).toMatchObject({
    inFlight: 0,
    lastAnswerAt: iso,
    lastError: { code: 'MINISTRY_UNAVAILABLE', at: iso },
    windows: [{ requests: 3, errors: 1 }, {}, {}],
  })
})

test('the memory of ministries is bounded', () => {
  const watch = openMinistryWatch(() => at)
  for (let i = 0; i < maxMinistries; i++) watch.visit(`m${i}`, origin)('answered')
  expect(watch.seen('m0')).toBeDefined()
  watch.visit('one-more', origin)('answered')
  expect(watch.seen('m0')).toBeUndefined()
  expect(watch.seen('m1')).toBeDefined()
  expect(watch.seen('one-more')).toBeDefined()
})
