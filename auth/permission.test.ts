import { expect, test } from 'vitest'
import { isPermission, standardOf } from './permission.ts'

test.each([
  ['land:parcel:read', undefined],
  ['fisheries:record:read', '*:record:read'],
  ['social-insurance:record:stats', '*:record:stats'],
  ['vehicles:catalogue:read', '*:catalogue:read'],
  [`a${'b'.repeat(62)}:record:read`, '*:record:read'],
])('%s may be named', (name, standard) => {
  expect(isPermission(name)).toBe(true)
  expect(standardOf(name)).toBe(standard)
})

test.each([
  'land:record:read',
  'reference:record:stats',
  '*:record:read',
  'fisheries:record:write',
  'fisheries:vessel:read',
  'Fisheries:record:read',
  `a${'b'.repeat(63)}:record:read`,
  ':record:read',
  'record',
  '__proto__',
  'a:record:read:more',
])('%s is no permission', (name) => {
  expect(isPermission(name)).toBe(false)
})
