import { setTimeout as after } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { grantsOf } from '../../auth/grants-of.ts'
import { permissionKey } from '../../auth/permission-key.ts'
import { personaClaims } from '../../auth/persona.ts'
import { callerOfClaims } from '../../auth/caller-of-claims.ts'
import { roles } from '../../auth/role.ts'
import { CodedError } from '../../schema/errors.ts'
import { warmSchemas } from './warm-schemas.ts'

const codes = {
  citizenPin: '900000000001',
  officerProvince: '01',
  doctorFacility: '01001',
  schoolInstitution: 'A1',
}

test('the schema of every persona is made, also when some role sees nothing', async () => {
  const made: string[] = []
  warmSchemas({
    visible: (grants) => {
      made.push(permissionKey(grants))
      throw new CodedError('FORBIDDEN')
    },
  })
  await vi.waitFor(() => expect(made).toHaveLength(roles.length), { timeout: 5000 })
  const asked = roles.map((role) => {
    const { sub, ...claims } = personaClaims(role, codes)
    return permissionKey(grantsOf(callerOfClaims({ sub, ...claims })))
  })
  expect(new Set(made)).toEqual(new Set(asked))
})

test('none is made after it was stopped', async () => {
  const made: string[] = []
  const stop = warmSchemas({
    visible: (grants) => {
      made.push(permissionKey(grants))
      throw new CodedError('FORBIDDEN')
    },
  })
  stop()
  await after(250)
  expect(made).toEqual([])
})
