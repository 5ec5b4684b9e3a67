import { mintMinistryToken } from '../../auth/ministry-token.ts'
import type { Permission } from '../../auth/permission.ts'
import type { SigningKey } from '../../auth/signing-key.ts'
import type { RequestState } from '../context.ts'
import { CodedError } from '../../schema/errors.ts'

/** Signs the token with which a ministry is asked for a request. */
export type Mint = (
  state: RequestState,
  ministry: string,
  permissions: readonly Permission[],
) => Promise<string>

/**
 * One token for each ministry and request, however often the plan asks it. None is handed out before the request
 * is in the audit journal, on disk; it is signed meanwhile. Fails with AUDIT_UNAVAILABLE.
 */
export function mintWith(key: SigningKey): Mint {
  return async (state, ministry, permissions) => {
    const known = state.ministryTokens.get(ministry)
    if (known) return await known
    if (!state.identity) throw new CodedError('UNAUTHENTICATED')
    const { caller, grants } = state.identity
    const minted = mintMinistryToken(
      key,
      {
        caller,
        ministry,
        grants,
        permissions,
        ...(state.purpose === undefined ? {} : { purpose: state.purpose.id }),
        requestId: state.id,
      },
      new Date(),
    )
    const recorded = Promise.all([minted, state.trail?.onDisk()]).then(([token]) => token)
    state.ministryTokens.set(ministry, recorded)
    return await recorded
  }
}
