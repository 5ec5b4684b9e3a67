import { expect, test } from 'vitest'
import { checkedCompartmentTable, compartmentTable, openCompartments } from './compartment-table.ts'

test('a compartment opens to a role of its list, for the purpose that stands beside it, and to nobody else', () => {
  expect(openCompartments(['doctor'], 'hiv-treatment')).toEqual(['HIV'])
  expect(openCompartments(['citizen'], 'citizen-self')).toEqual(['HIV'])
  for (const purpose of ['treatment', 'emergency-care', 'citizen-self', undefined])
    expect(openCompartments(['doctor', 'pharmacist', 'analyst'], purpose)).toEqual([])
})

test.each([
  ['a name that no setting could list', 'A,B', {}, /expected a name/],
  ['no reference', 'HIV', { reference: '' }, /expected a reference/],
  [
    'an unknown role',
    'HIV',
    { readers: [{ role: 'king' as never, purpose: 'x' }] },
    /unknown role "king"/,
  ],
  [
    "a purpose that is not the role's",
    'HIV',
    { readers: [{ role: 'pharmacist' as const, purpose: 'hiv-treatment' }] },
    /pharmacist may not use the purpose "hiv-treatment"/,
  ],
])('%s stops the start', (_what, name, change, message) => {
  const { HIV } = compartmentTable
  if (HIV === undefined) throw new Error('expected the compartment HIV')
  expect(() => checkedCompartmentTable({ [name]: { ...HIV, ...change } })).toThrow(message)
})
