import { expect, test } from 'vitest'
import { cutApart } from './plot-text.ts'

const trunk = 'Trường trung học cơ sở và phổ thông'

test('names that begin alike stay apart beside an axis', () => {
  const names = [`${trunk} Nguyễn Du`, `${trunk} Lê Lợi`, 'Trạm y tế xã']
  const shown = names.map(cutApart(names))
  expect(new Set(shown).size).toBe(3)
  expect(shown[0]).toMatch(/^Trường trung.*Nguyễn Du$/)
  expect(shown[2]).toBe('Trạm y tế xã')
})

test('a long name that is alone keeps its beginning', () => {
  const shown = cutApart([`${trunk} Nguyễn Du`])(`${trunk} Nguyễn Du`)
  expect(shown).toMatch(/^Trường trung học cơ sở v.*…$/)
  expect(shown.length).toBeLessThanOrEqual(26)
})
