import { expect, test } from 'vitest'
import { dayInVietNam, variablesOf } from './records.ts'

test('days of a search are whole days in Viet Nam, and what is empty narrows nothing', () => {
  const search = {
    from: '2026-11-30',
    to: '2026-11-30',
    emergency: false,
    by: { caller: '  persona:officer ', agency: '', requestId: ' ' },
  }
  expect(variablesOf(search, null)).toEqual({
    caller: 'persona:officer',
    from: '2026-11-30T00:00:00+07:00',
    to: '2026-12-01T00:00:00+07:00',
  })
  expect(variablesOf({ ...search, emergency: true }, 'c')).toMatchObject({
    emergency: true,
    after: 'c',
  })
})

test('a day begins seven hours earlier than in Greenwich', () => {
  const evening = Date.parse('2026-11-22T18:00:00Z')
  expect(dayInVietNam(0, evening)).toBe('2026-11-23')
  expect(dayInVietNam(30, evening)).toBe('2026-10-24')
})
