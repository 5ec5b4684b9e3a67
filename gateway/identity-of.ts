import type { Caller } from '../auth/caller.ts'
import { grantsOf } from '../auth/grants-of.ts'
import type { Purpose } from '../auth/purpose.ts'
import type { Identity } from './context.ts'

/** By verified caller and purpose: requests of one token share it. */
const identities = new WeakMap<Caller, Map<Purpose | undefined, Identity>>()

/** What a caller may do under a purpose; one object for each caller and purpose. */
export function identityOf(caller: Caller, purpose: Purpose | undefined): Identity {
  const known = identities.get(caller) ?? new Map<Purpose | undefined, Identity>()
  identities.set(caller, known)
  const identity = known.get(purpose) ?? Object.freeze(actingFor(caller, purpose))
  known.set(purpose, identity)
  return identity
}

/** Under a purpose the caller acts in the roles that may use it, and in no other that the token names. */
function actingFor(caller: Caller, purpose: Purpose | undefined): Identity {
  const seen = grantsOf(caller)
  const acting = caller.roles.filter((role) => purpose?.roles.includes(role) ?? true)
  if (acting.length === caller.roles.length || acting.length === 0)
    return { caller, grants: seen, seen }
  return { caller, grants: grantsOf({ ...caller, roles: acting }), seen }
}
