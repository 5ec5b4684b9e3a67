import { mintMinistryToken } from '../../auth/ministry-token.ts'
import type { Permission } from '../../auth/permission.ts'
import type { SigningKey } from '../../auth/signing-key.ts'
import { CodedError } from '../../schema/errors.ts'
import type { Identity } from '../context.ts'
import type { Asker } from './ask-ministry.ts'

/** Signs the token with which a ministry is asked for a request. */
export type Mint = (
  asker: Asker,
  ministry: string,
  permissions: readonly Permission[],
) => Promise<string>

interface Minted {
  readonly token: Promise<string>
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** Milliseconds that a token is used again, of the 60 s for which it is good. */
const reusedMs = 5000

/**
 * One token for each ministry, identity and purpose, whatever requests ask in the next five seconds: nothing
 * in it is about one request, and to sign it for each would cost more than to send it.
 */
export function mintWith(key: SigningKey): Mint {
  const minted = new WeakMap<Identity, Map<string, Minted>>()
  return async ({ identity, purpose }, ministry, permissions) => {
    if (!identity) throw new CodedError('UNAUTHENTICATED')
    const known = minted.get(identity) ?? new Map<string, Minted>()
    minted.set(identity, known)
    const name = `${ministry} ${purpose?.id ?? ''}`
    // By the day's clock, as ministries judge it: one that was set makes the token too old, or too new.
    const now = Date.now()
    const last = known.get(name)
    if (last && now >= last.at && now < last.at + reusedMs) return await last.token
    const { caller, grants } = identity
    const named = purpose === undefined ? {} : { purpose: purpose.id }
    const token = mintMinistryToken(
      key,
      { caller, ministry, grants, permissions, ...named },
      new Date(),
    )
    known.set(name, { token, at: now })
    return await token
  }
}
