import { expect, test } from 'vitest'
import { auditedText } from './audited-text.ts'

test.each([
  ['plain', 'plain'],
  ['Nguyễn Văn An', 'Nguyễn Văn An'],
  ['a\nb\u0000c\u009Bd', 'a\uFFFDb\uFFFDc\uFFFDd'],
  ['half \uD800 pair', 'half \uFFFD pair'],
  ['whole \u{1F600} pair', 'whole \u{1F600} pair'],
  ['901234567890', '<901234567890>'],
  ['id:901234567890/x', 'id:<901234567890>/x'],
  ['90123456789', '90123456789'],
  ['9012345678901', '<9012345678901>'],
  ['901234567890/901234567891', '<901234567890>/<901234567891>'],
  ['0190a1b2-0000-7000-8000-901234567890', '0190a1b2-0000-7000-8000-<901234567890>'],
  ['0190a1b2-0000-7000-8000-90123456789a', '0190a1b2-0000-7000-8000-90123456789a'],
  ['x'.repeat(300), 'x'.repeat(256)],
])('%j becomes %j', (text, expected) => {
  expect(auditedText(text, (pin) => `<${pin}>`)).toBe(expected)
})

test('without a hash a personal number leaves a gap', () => {
  expect(auditedText('a 901234567890 b')).toBe('a … b')
})
