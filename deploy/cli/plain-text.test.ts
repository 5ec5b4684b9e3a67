import { expect, test } from 'vitest'
import { plainText } from './plain-text.ts'

test.each([
  [
    'a cursor that goes up and paints over',
    'bad\u001B[1A\u001B[2Kgood',
    'bad\\u001b[1A\\u001b[2Kgood',
  ],
  ['a title', '\u001B]0;root\u0007', '\\u001b]0;root\\u0007'],
  ['a hidden word', '\u001B[8mhidden', '\\u001b[8mhidden'],
  ['a carriage return', 'refused\rlive', 'refused\\u000dlive'],
  ['controls of eight bits', '\u009B2J\u0085', '\\u009b2J\\u0085'],
  ['a line turned around', 'evil\u202Etxt.exe\u2066', 'evil\\u202etxt.exe\\u2066'],
  ['separators', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
])('%s is shown as what it is', (_what, text, shown) => {
  expect(plainText(text)).toBe(shown)
})

test.each([
  ['Vietnamese, line breaks and tabs', 'Nguyễn\tVăn\nĂn'],
  [
    'what reports are painted with',
    '\u001B[31mproblem\u001B[0m \u001B[1mLand.area\u001B[0m \u001B[2mx\u001B[0m',
  ],
  ['letters beyond the first plane', '𝒜 🏠'],
])('%s stay', (_what, text) => {
  expect(plainText(text)).toBe(text)
})

test('JSON says the same', () => {
  const value = { text: '\u0000\u001B\u007F\u0085\u202E"\\', name: 'Ủy ban' }
  expect(JSON.parse(plainText(JSON.stringify(value)))).toEqual(value)
})
