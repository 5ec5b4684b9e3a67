import { CompactSign, type JSONWebKeySet, compactVerify, createLocalJWKSet } from 'jose'
import { z } from 'zod'
import type { SigningKey } from '../../auth/signing-key.ts'

const statement = z.object({
  variant: z.string(),
  sha256: z.string(),
  /** Seconds since the epoch, by the registry's clock. */
  iat: z.number().int(),
})

const type = 'supergraph-current'

export interface CurrentSupergraph {
  readonly variant: string
  readonly sha256: string
}

/**
 * Says that a supergraph is the last one of its variant now: compact JWS (RFC 7515), EdDSA. Whoever answers `304` for ever in
 * the registry's place cannot say so.
 */
export async function signCurrent(
  key: SigningKey,
  { variant, sha256 }: CurrentSupergraph,
  at: Date,
): Promise<string> {
  const payload = { variant, sha256, iat: Math.floor(at.getTime() / 1000) }
  return await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'EdDSA', typ: type, kid: key.kid })
    .sign(key.privateKey)
}

/** When the registry said that this supergraph is the last one, milliseconds since the epoch; undefined where it did not. */
export type ReadCurrent = (
  jws: string | undefined,
  current: CurrentSupergraph,
) => Promise<number | undefined>

/** Reads such statements by public keys. */
export function currentReader(keys: JSONWebKeySet): ReadCurrent {
  const keyOf = createLocalJWKSet(keys)
  return async (jws, { variant, sha256 }) => {
    if (jws === undefined) return undefined
    try {
      const { payload, protectedHeader } = await compactVerify(jws, keyOf, {
        algorithms: ['EdDSA'],
      })
      const said = statement.parse(JSON.parse(new TextDecoder().decode(payload)))
      const fits =
        protectedHeader.typ === type && said.variant === variant && said.sha256 === sha256
      return fits ? said.iat * 1000 : undefined
    } catch {
      return undefined
    }
  }
}
