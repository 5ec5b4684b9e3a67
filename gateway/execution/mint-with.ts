import { mintMinistryToken } from '../../auth/ministry-token.ts'
import type { Permission } from '../../auth/permission.ts'
import type { SigningKey } from '../../auth/signing-key.ts'
import type { Asker } from './ask-ministry.ts'
import { CodedError } from '../../schema/errors.ts'

/** Signs the token with which a ministry is asked for a request. */
export type Mint = (
  asker: Asker,
  ministry: string,
  permissions: readonly Permission[],
) => Promise<string>

/** One token for each ministry and request, however often the plan asks it. */
export function mintWith(key: SigningKey): Mint {
  return async (asker, ministry, permissions) => {
    const known = asker.ministryTokens.get(ministry)
    if (known) return await known
    if (!asker.identity) throw new CodedError('UNAUTHENTICATED')
    const { caller, grants } = asker.identity
    const minted = mintMinistryToken(
      key,
      {
        caller,
        ministry,
        grants,
        permissions,
        ...(asker.purpose === undefined ? {} : { purpose: asker.purpose.id }),
        requestId: asker.id,
      },
      new Date(),
    )
    asker.ministryTokens.set(ministry, minted)
    return await minted
  }
}
