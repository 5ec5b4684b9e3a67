import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  assert as holds,
  asyncProperty,
  boolean,
  constantFrom,
  dictionary,
  record,
  stringMatching,
  uniqueArray,
} from 'fast-check'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from './caller.ts'
import { grantsOf } from './grants-of.ts'
import { type MinistryErrand, mintMinistryToken } from './ministry-token.ts'
import { permissions } from './permission.ts'
import { type RowScope, allRows, noRows } from './row-scope.ts'
import { type SigningKey, openSigningKey } from './signing-key.ts'
import { openMinistryVerifier } from './verify-ministry.ts'

const at = new Date('2026-11-22T08:00:00Z')
let folder: string
let key: SigningKey
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ministry-token-'))
  key = await openSigningKey(join(folder, 'gateway.jwk.json'))
})
afterAll(() => rm(folder, { recursive: true }))

const caller: Caller = {
  id: 'persona:land-officer',
  roles: ['land-officer'],
  client: 'an-application',
  pin: '901090000001',
  provinces: ['01'],
  communes: [],
  facilities: [],
  institutions: [],
}
const errand: MinistryErrand = {
  caller,
  ministry: 'land',
  grants: grantsOf(caller),
  permissions: ['land:parcel:read', 'land:parcel:stats', 'health:prescription:read'],
  purpose: 'land-report',
}

test('a ministry reads what the gateway vouches for, and no grant that it has no use for', async () => {
  const verify = openMinistryVerifier({ jwks: key.jwks, ministry: 'land' })
  const token = await mintMinistryToken(key, errand, at)
  const request = await verify(token, at)
  const rows = { ...noRows, provinces: ['01'] }
  expect(request).toEqual({
    caller: { id: caller.id, roles: caller.roles, client: caller.client, pin: caller.pin },
    grants: { 'land:parcel:read': rows, 'land:parcel:stats': rows },
    purpose: 'land-report',
  })
  expect(await verify(token, at)).toBe(request)
  expect(decodeJwt(token)).toMatchObject({ iss: 'lien-thong-gateway', aud: 'ministry:land' })
  expect(JSON.stringify(decodeJwt(token))).not.toContain('population')
})

test('it is good for a minute, kept or not', async () => {
  const verify = openMinistryVerifier({ jwks: key.jwks, ministry: 'land' })
  const token = await mintMinistryToken(key, errand, at)
  await verify(token, at)
  const later = (seconds: number) => new Date(at.getTime() + seconds * 1000)
  await expect(verify(token, later(59))).resolves.toBeDefined()
  await expect(verify(token, later(66))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  const fresh = openMinistryVerifier({ jwks: key.jwks, ministry: 'land' })
  await expect(fresh(token, later(66))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
})

test('it fits a request header with hundreds of communes', async () => {
  const communes = Array.from({ length: 600 }, (_, place) => String(place).padStart(5, '0'))
  const grants = grantsOf({ ...caller, communes })
  const token = await mintMinistryToken(key, { ...errand, grants, permissions }, at)
  expect(token.length).toBeLessThan(8192)
  const verify = openMinistryVerifier({ jwks: key.jwks, ministry: 'land' })
  const { '*:catalogue:read': _pattern, ...named } = grants
  expect((await verify(token, at)).grants).toEqual(named)
})

test('a ministry without permissions of its own in the list gets its standard ones', async () => {
  const grants = grantsOf({ ...caller, roles: ['analyst'] })
  const names = ['fisheries:record:stats', 'fisheries:record:read'] as const
  const token = await mintMinistryToken(key, { ...errand, grants, permissions: names }, at)
  const verify = openMinistryVerifier({ jwks: key.jwks, ministry: 'land' })
  expect((await verify(token, at)).grants).toEqual({ 'fisheries:record:stats': allRows })
})

test('any grants arrive as they were sent', async () => {
  const verify = openMinistryVerifier({ jwks: key.jwks, ministry: 'land' })
  const list = uniqueArray(stringMatching(/^[0-9A-Za-z-]{1,32}$/), { maxLength: 4 })
  const scope = record({
    whole: boolean(),
    byKey: boolean(),
    subjects: list,
    provinces: list,
    communes: list,
    facilities: list,
    institutions: list,
    agencies: list,
  })
  await holds(
    asyncProperty(
      dictionary(constantFrom(...permissions), scope, { noNullPrototype: true }),
      async (grants: Record<string, RowScope>) => {
        const given: MinistryErrand = { ...errand, grants, permissions }
        const request = await verify(await mintMinistryToken(key, given, at), at)
        expect(request.grants).toEqual(grants)
      },
    ),
  )
})
