import { expect, it } from 'vitest'
import { copyText } from './copy-text.ts'

it('escapes what the COPY text format gives a meaning, and nothing else', () => {
  expect(copyText('a\tb\nc\rd\\N')).toBe('a\\tb\\nc\\rd\\\\N')
  expect(copyText('Hòa, "nhà" số 5')).toBe('Hòa, "nhà" số 5')
  expect(copyText(null)).toBe('\\N')
  expect(copyText(12.5)).toBe('12.5')
  expect(copyText(true)).toBe('true')
})
