import { describe, expect, test } from 'vitest'
import {
  type DisclosureProfile,
  checkedProfiles,
  disclosureProfiles,
} from './disclosure-profile.ts'
import { checkedDisclosureTable, disclosureTable, profileOf } from './disclosure-table.ts'

const [basic, sensitive, restricted] = disclosureProfiles

describe('the profile of a caller', () => {
  test.each([
    [['analyst'], 'BASIC', 'basic'],
    [['analyst'], 'SENSITIVE', 'sensitive'],
    [['analyst'], 'RESTRICTED', 'restricted'],
    [['analyst', 'officer'], 'BASIC', 'basic'],
    [['citizen'], 'BASIC', 'restricted'],
    [['analyst', 'citizen'], 'BASIC', 'basic'],
    [['no such role'], 'BASIC', 'restricted'],
    [['constructor'], 'BASIC', 'restricted'],
    [[], 'BASIC', 'restricted'],
  ] as const)('%j, %s: %s', (roles, level, name) => {
    expect(profileOf(roles, level).name).toBe(name)
  })

  test('is the strictest of the roles', () => {
    const laxForOfficers = checkedDisclosureTable({
      officer: { BASIC: 'basic', SENSITIVE: 'basic', RESTRICTED: 'basic' },
      analyst: { BASIC: 'sensitive', SENSITIVE: 'sensitive', RESTRICTED: 'restricted' },
    })
    expect(profileOf(['officer'], 'SENSITIVE', laxForOfficers)).toBe(basic)
    expect(profileOf(['officer', 'analyst'], 'SENSITIVE', laxForOfficers)).toBe(sensitive)
    expect(profileOf(['analyst', 'officer'], 'RESTRICTED', laxForOfficers)).toBe(restricted)
  })

  test('cannot be changed', () => {
    expect(Object.isFrozen(disclosureTable)).toBe(true)
    expect(Object.isFrozen(disclosureTable.analyst)).toBe(true)
    expect(Object.isFrozen(basic)).toBe(true)
    expect(Object.isFrozen(basic?.budget)).toBe(true)
  })
})

test.each([
  [{ spy: {} }, /unknown role/],
  [{ analyst: null }, /expected profiles for role analyst/],
  [{ analyst: { BASIC: 'basic', SENSITIVE: 'sensitive' } }, /profile of analyst, RESTRICTED/],
  [{ analyst: { BASIC: 'none', SENSITIVE: 'none', RESTRICTED: 'none' } }, /unknown profile/],
  [{ analyst: { SECRET: 'basic' } }, /unknown class of analyst/],
])('a wrong table stops the start: %j', (table, message) => {
  expect(() => checkedDisclosureTable(table)).toThrow(message)
})

describe('a wrong list of profiles stops the start', () => {
  const lax: DisclosureProfile = {
    name: 'lax',
    threshold: 8,
    zeros: 'hidden',
    rounding: 3,
    noise: true,
    dominance: { n: 2, share: 0.9 },
    pPercent: 10,
    budget: { filters: 10, cells: 100 },
  }
  test.each<[Partial<DisclosureProfile>, RegExp]>([
    [{ name: 'lax' }, /laxer name/],
    [{ threshold: 5 }, /laxer threshold/],
    [{ zeros: 'shown' }, /laxer zeros/],
    [{ rounding: 1 }, /laxer rounding/],
    [{ noise: false }, /laxer noise/],
    [{ pPercent: 5 }, /laxer pPercent/],
    [{ pPercent: 0 }, /pPercent from 1 to 100, got 0/],
    [{ dominance: { n: 2, share: 0.95 } }, /laxer dominance/],
    [{ dominance: { n: 2, share: 1 } }, /share above 0.5 and below 1, got 1/],
    [{ budget: { filters: 11, cells: 100 } }, /laxer filters/],
    [{ budget: { filters: 10, cells: 101 } }, /laxer cells/],
    [{ budget: { filters: 0, cells: 100 } }, /1 to 10,000 filters, got 0/],
  ])('%j', (change, message) => {
    expect(() => checkedProfiles([lax, { ...lax, name: 'strict', ...change }])).toThrow(message)
  })

  test('none', () => expect(() => checkedProfiles([])).toThrow(/got none/))
})
