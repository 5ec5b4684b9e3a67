import { expect, it } from 'vitest'
import { createRandom } from './random.ts'
import { weighted } from './weighted.ts'

it('draws each value as often as its weight says, the same for the same seed', () => {
  const draw = weighted([['a', 70], ['b', 20], ['c', 10], ['never', 0]]) // prettier-ignore
  const sample = (): string => {
    const random = createRandom()
    random.restart(7, 1, 42)
    return Array.from({ length: 20_000 }, () => draw(random)).join('')
  }
  const text = sample()
  expect(sample()).toBe(text)
  const share = (letter: string): number => text.split(letter).length / 20_000
  expect(share('a')).toBeCloseTo(0.7, 1)
  expect(share('b')).toBeCloseTo(0.2, 1)
  expect(text).not.toContain('never')
})

it('needs a weight', () => {
  expect(() => weighted([['a', 0]])).toThrow('expected at least one positive weight')
})
