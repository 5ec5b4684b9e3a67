import { describe, expect, test } from 'vitest'
import type { Caller } from './caller.ts'
import { grantsOf } from './grants-of.ts'
import { permissionKey } from './permission-key.ts'
import { checkedRoleTable, roleTable } from './role-table.ts'
import { roles } from './role.ts'
import { allRows, noRows } from './row-scope.ts'

const nobody: Caller = {
  id: 'someone',
  roles: [],
  provinces: [],
  communes: [],
  facilities: [],
  institutions: [],
}
const catalogues = [
  '*:catalogue:read',
  'education:institution:read',
  'health:facility:read',
  'reference:catalogue:read',
  'steering:catalogue:read',
]

function key(caller: Partial<Caller>): string {
  return permissionKey(grantsOf({ ...nobody, ...caller }))
}

describe('grants of a caller', () => {
  test('without a role there are none', () => {
    expect(grantsOf(nobody)).toEqual({})
  })

  test('every role reads the catalogues whole, and a role that names no rows reads no more', () => {
    for (const role of roles) {
      const grants = grantsOf({ ...nobody, roles: [role] })
      expect(grants['reference:catalogue:read'], role).toEqual(allRows)
      if (!['analyst', 'application', 'pharmacist', 'inspector', 'operator'].includes(role))
        expect(Object.keys(grants).sort(), role).toEqual(
          role === 'publisher' ? [...catalogues, 'steering:task:read'] : catalogues,
        )
    }
  })

  test('a citizen reads the own records alone', () => {
    const grants = grantsOf({ ...nobody, roles: ['citizen'], pin: '901090000001' })
    expect(grants['health:prescription:read']).toEqual({ ...noRows, subjects: ['901090000001'] })
    expect(grants['population:person:stats']).toBeUndefined()
  })

  test('an officer reads and counts the provinces, narrowed to communes when the token names some', () => {
    const officer: Caller = { ...nobody, roles: ['officer'], provinces: ['79', '01'] }
    expect(grantsOf(officer)['population:person:stats']).toEqual({
      ...noRows,
      provinces: ['01', '79'],
    })
    expect(grantsOf({ ...officer, communes: ['00004'] })['population:person:read']).toEqual({
      ...noRows,
      communes: ['00004'],
    })
    expect(grantsOf(officer)['land:parcel:read']).toBeUndefined()
  })

  test('an analyst counts everything and reads no personal row', () => {
    const held = Object.keys(grantsOf({ ...nobody, roles: ['analyst'] }))
    const rows = held.filter((name) => name.endsWith(':read'))
    expect(rows.sort()).toEqual(catalogues)
    expect(held.filter((name) => name.endsWith(':stats'))).toHaveLength(13)
  })

  test('a pharmacist reads prescriptions by exact key', () => {
    const grants = grantsOf({ ...nobody, roles: ['pharmacist'] })
    expect(grants['health:dispense:read']).toEqual({ ...noRows, byKey: true })
  })

  test('several roles add up, each list once and sorted', () => {
    const grants = grantsOf({
      ...nobody,
      roles: ['citizen', 'doctor', 'pharmacist', 'land-officer'],
      pin: '901090000001',
      facilities: ['79001', '01001', '79001'],
      provinces: ['79'],
    })
    expect(grants['health:prescription:read']).toEqual({
      ...noRows,
      subjects: ['901090000001'],
      facilities: ['01001', '79001'],
      byKey: true,
    })
    expect(grants['population:person:read']).toEqual({
      ...noRows,
      subjects: ['901090000001'],
      provinces: ['79'],
    })
  })

  test('a code that could break a comma-joined list is refused', () => {
    for (const code of ['01,79', "01'", '', 'a'.repeat(33), '0 1', '01\n', '%'])
      expect(() => grantsOf({ ...nobody, roles: ['officer'], provinces: [code] }), code).toThrow(
        /malformed code/,
      )
  })

  test('grants cannot be changed afterwards', () => {
    const grants = grantsOf({ ...nobody, roles: ['officer'], provinces: ['01'] })
    expect(Object.isFrozen(grants)).toBe(true)
    expect(Object.isFrozen(grants['population:person:read'])).toBe(true)
    expect(Object.isFrozen(grants['population:person:read']?.provinces)).toBe(true)
  })
})

describe('the role table', () => {
  test('is refused when it names an unknown role, permission or row rule, or lacks a role', () => {
    expect(() => checkedRoleTable({ ...roleTable, minister: {} })).toThrow(
      /unknown role: expected one of citizen, .*, got "minister"/,
    )
    expect(() =>
      checkedRoleTable({ ...roleTable, doctor: { 'health:all:read': 'whole' } }),
    ).toThrow(/unknown permission of doctor/)
    expect(() =>
      checkedRoleTable({ ...roleTable, doctor: { 'health:dispense:read': 'all' } }),
    ).toThrow(/unknown row rule of doctor/)
    const { citizen: _, ...rest } = roleTable
    expect(() => checkedRoleTable(rest)).toThrow(/role citizen, got none/)
  })
})

describe('the permission key', () => {
  test('differs by permissions and not by rows', () => {
    const officer = key({ roles: ['officer'], provinces: ['01'] })
    expect(officer).toBe(key({ roles: ['officer'], provinces: ['79'] }))
    const keys = new Set(
      roles.map((role) =>
        key({
          roles: [role],
          pin: '901090000001',
          provinces: ['01'],
          facilities: ['01001'],
          institutions: ['S1'],
        }),
      ),
    )
    expect(keys.size).toBe(roles.length)
  })
})

describe('a caller who is asked for in absence', () => {
  test.each(roles)('counts as the role %s does, and reads what is about nobody', (role) => {
    const caller = {
      id: 'x',
      roles: [role],
      pin: '901090000001',
      provinces: ['01'],
      communes: [],
      facilities: ['01001'],
      institutions: ['S1'],
    }
    const all = grantsOf(caller)
    const some = grantsOf({ ...caller, only: 'statistics' })
    const open = Object.keys(all).filter(
      (one) => one.endsWith(':stats') || /:(catalogue|facility|institution):read$/.test(one),
    )
    expect(Object.keys(some)).toEqual(open)
    for (const one of Object.keys(some) as (keyof typeof some)[])
      expect(some[one]).toEqual(all[one])
  })
})
