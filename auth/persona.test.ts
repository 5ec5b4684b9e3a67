import { expect, test } from 'vitest'
import { callerOfClaims } from './caller-of-claims.ts'
import { grantsOf } from './grants-of.ts'
import { type PersonaCodes, personaClaims } from './persona.ts'
import { roleTable } from './role-table.ts'
import { roles } from './role.ts'

const codes: PersonaCodes = {
  citizenPin: '901090000001',
  officerProvince: '01',
  doctorFacility: '01001',
  schoolInstitution: 'TH00004001',
}

test('a persona holds every permission of its role, over the rows that its token names', () => {
  for (const role of roles) {
    const caller = callerOfClaims({ ...personaClaims(role, codes) })
    const grants = grantsOf(caller)
    expect(caller.roles, role).toEqual([role])
    expect(Object.keys(grants).sort(), role).toEqual(Object.keys(roleTable[role]).sort())
    for (const { subjects, provinces, facilities, institutions } of Object.values(grants).filter(
      (one) => one !== undefined,
    ))
      for (const code of [...subjects, ...provinces, ...facilities, ...institutions])
        expect(Object.values(codes), role).toContain(code)
  }
})
