import { describe, expect, test } from 'vitest'
import { type MaskKind, type Masks, masked } from './mask.ts'
import { checkedMaskTable, maskTable, masksOf } from './mask-table.ts'

const whole: Masks = { NUMBER: 'WHOLE', NAME: 'WHOLE', BIRTH_DATE: 'WHOLE' }
const closed: Masks = { NUMBER: 'LAST_THREE', NAME: 'INITIALS', BIRTH_DATE: 'YEAR' }

test.each<readonly [MaskKind, unknown, unknown]>([
  ['NUMBER', '901090000123', '*********123'],
  ['NUMBER', '*********123', '*********123'],
  ['NUMBER', 'TAM-901090000123', '*************123'],
  ['NUMBER', null, null],
  ['NAME', 'Nguyễn Thị Minh Hòa', 'N. T. M. H.'],
  ['NAME', '  Đỗ   Ánh ', 'Đ. Á.'],
  ['NAME', '', ''],
  ['NAME', null, null],
  ['BIRTH_DATE', '1988-04-16', '1988'],
  ['BIRTH_DATE', null, null],
])('%s %s is seen as %s', (kind, value, seen) => {
  expect(masked(closed, kind, value)).toBe(seen)
  expect(masked(whole, kind, value)).toBe(value)
})

describe('the table of masks', () => {
  test('says what a role sees for a purpose; of several roles, what the one that sees most does', () => {
    expect(masksOf(['pharmacist'], 'dispensing')).toEqual(closed)
    expect(masksOf(['pharmacist'], 'emergency-care')).toEqual({ ...closed, NUMBER: 'WHOLE' })
    expect(masksOf(['pharmacist', 'doctor'], 'emergency-care')).toEqual(whole)
    expect(masksOf(['officer'], 'civil-defence')).toEqual({ ...closed, NAME: 'WHOLE' })
  })

  test('shows nothing whole to who has no such purpose', () => {
    expect(masksOf(['doctor'], 'dispensing')).toEqual(closed)
    expect(masksOf([], undefined)).toEqual(closed)
    expect(masksOf(['analyst'], undefined)).toEqual(closed)
    expect(masksOf(['officer'], 'toString')).toEqual(closed)
  })

  test('stops the start where a purpose of a role is missing, unknown, or masked in no known way', () => {
    const { doctor: _, ...rest } = maskTable
    expect(() => checkedMaskTable(rest)).toThrow(/doctor: expected treatment/)
    expect(() => checkedMaskTable({ ...maskTable, publisher: { treatment: whole } })).toThrow(
      /publisher: expected no purpose, got treatment/,
    )
    const odd = { ...whole, NAME: 'BACKWARDS' } as never
    expect(() => checkedMaskTable({ ...maskTable, citizen: { 'citizen-self': odd } })).toThrow(
      /citizen, citizen-self: NAME: expected WHOLE or INITIALS/,
    )
  })
})
