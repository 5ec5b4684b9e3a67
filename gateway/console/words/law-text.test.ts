import { expect, test } from 'vitest'
import { lawText } from './law-text.ts'

test('a law is cited as the language does', () => {
  const reference = '91/2025/QH15, Art 19(1)(đ); 26/2023/QH15, Art 9; 1012/QĐ-TTg, Annex II'
  expect(lawText('en', reference)).toBe(reference)
  expect(lawText('vi', reference)).toBe(
    '91/2025/QH15, điểm đ khoản 1 Điều 19; 26/2023/QH15, Điều 9; 1012/QĐ-TTg, Phụ lục II',
  )
  expect(lawText('vi', '278/2025/NĐ-CP, Art 13, 14')).toBe('278/2025/NĐ-CP, Điều 13, 14')
})
