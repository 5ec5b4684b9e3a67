import { array, assert, constantFrom, property, uniqueArray } from 'fast-check'
import { expect, test } from 'vitest'
import type { Grants } from './grants.ts'
import { type Permission, permissions } from './permission.ts'
import {
  type Requirement,
  anyCaller,
  both,
  isMet,
  nobody,
  requirementOf,
  requirementText,
} from './requirement.ts'
import { allRows } from './row-scope.ts'

const few = permissions.slice(0, 5)
const somePermissions = uniqueArray(constantFrom(...few), { maxLength: 5 })
const requirement = array(somePermissions, { maxLength: 4 }).map((value) =>
  requirementOf('a test', value),
)

function holding(held: readonly Permission[]): Grants {
  return Object.fromEntries(held.map((name) => [name, allRows]))
}

/** Every set of the five permissions. */
const everyone = Array.from({ length: 32 }, (_, bits) =>
  holding(few.filter((__, place) => (bits >> place) & 1)),
)

test('both is met by exactly those who meet each', () => {
  assert(
    property(requirement, requirement, (a, b) => {
      const joined = both(a, b)
      for (const grants of everyone)
        expect(isMet(joined, grants)).toBe(isMet(a, grants) && isMet(b, grants))
    }),
  )
})

test('equal requirements have equal texts, others have not', () => {
  assert(
    property(requirement, requirement, (a, b) => {
      const isSame = everyone.every((grants) => isMet(a, grants) === isMet(b, grants))
      expect(requirementText(a) === requirementText(b)).toBe(isSame)
    }),
  )
})

test('nobody and any caller are the ends of the scale', () => {
  const named: Requirement = requirementOf('a test', [['land:parcel:read']])
  expect(everyone.some((grants) => isMet(nobody, grants))).toBe(false)
  expect(everyone.every((grants) => isMet(anyCaller, grants))).toBe(true)
  expect(both(named, nobody)).toEqual(nobody)
  expect(both(named, anyCaller)).toEqual(named)
})

test('what cannot be read is refused with its place', () => {
  expect(() => requirementOf('Parcel.area', [['land:parcel:readd']])).toThrow(
    'Parcel.area: unknown permission land:parcel:readd',
  )
  for (const value of [undefined, null, 'land:parcel:read', ['land:parcel:read'], [[1]], {}])
    expect(() => requirementOf('Parcel.area', value)).toThrow(/Parcel.area: expected lists/)
})
