import type { JWTPayload } from 'jose'
import { CodedError } from '../schema/errors.ts'
import type { Caller } from './caller.ts'
import { personalNumber } from './personal-number.ts'
import { purposeId } from './purpose-id.ts'
import { allRoles, type Role } from './role.ts'
import { rowCode } from './row-code.ts'

const knownRoles: ReadonlySet<string> = new Set(allRoles)
/** A name without control characters, at most 256 of them. */
const plainName = /^[^\p{Cc}]{1,256}$/u

/**
 * Reads a caller out of claims whose signature has been checked. Unknown roles are dropped; any other
 * claim of the wrong shape fails with UNAUTHENTICATED, which names the claim and never its value.
 */
export function callerOfClaims(claims: JWTPayload): Caller {
  const client = text(claims, 'client_id', plainName) ?? text(claims, 'azp', plainName)
  const pin = text(claims, 'pin', personalNumber)
  const agency = text(claims, 'agency', plainName)
  const purpose = text(claims, 'purpose', purposeId)
  return Object.freeze({
    id: text(claims, 'sub', plainName) ?? malformed('sub'),
    roles: rolesOf(claims['roles']),
    ...(client === undefined ? {} : { client }),
    ...(pin === undefined ? {} : { pin }),
    ...(agency === undefined ? {} : { agency }),
    ...(purpose === undefined ? {} : { purpose }),
    provinces: codes(claims, 'provinces'),
    communes: codes(claims, 'communes'),
    facilities: codes(claims, 'facilities'),
    institutions: codes(claims, 'institutions'),
  })
}

function rolesOf(claim: unknown): readonly Role[] {
  const named = typeof claim === 'string' ? claim.split(' ') : (claim ?? [])
  if (!isTexts(named)) return malformed('roles')
  return Object.freeze([...new Set(named)].filter((role): role is Role => knownRoles.has(role)))
}

function codes(claims: JWTPayload, name: string): readonly string[] {
  const list = claims[name] ?? []
  if (!isTexts(list) || !list.every((code) => rowCode.test(code))) return malformed(name)
  return Object.freeze([...new Set(list)])
}

function text(claims: JWTPayload, name: string, shape: RegExp): string | undefined {
  const value = claims[name]
  if (value === undefined) return undefined
  return typeof value === 'string' && shape.test(value) ? value : malformed(name)
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function malformed(name: string): never {
  throw new CodedError('UNAUTHENTICATED', `The access token's claim ${name} is malformed.`)
}
