import { CompactSign, type JSONWebKeySet, compactVerify, createLocalJWKSet, errors } from 'jose'
import { z } from 'zod'
import type { SigningKey } from '../../auth/signing-key.ts'
import type { ChainHead } from './event.ts'

const head = z.object({ chain: z.string(), seq: z.number().int(), hash: z.string() })

/** `checkpoint`: the chain up to here is whole. `retained`: what is before is gone by policy. */
export type StatementType = 'audit-checkpoint' | 'audit-retained'

/** Signs a head of a chain: compact JWS, EdDSA, its purpose in the header's `typ`. */
export async function signHead(
  key: SigningKey,
  type: StatementType,
  { chain, seq, hash }: ChainHead,
): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify({ chain, seq, hash }))
  return await new CompactSign(payload)
    .setProtectedHeader({ alg: 'EdDSA', typ: type, kid: key.kid })
    .sign(key.privateKey)
}

/** What a statement says, or why it says nothing. */
export type SignedHead = ChainHead | { readonly wrong: string }

export type ReadSignedHead = (jws: string, type: StatementType) => Promise<SignedHead>

/** Reads statements by public keys; nothing in one is believed before its signature is checked. */
export function signedHeads(keys: JSONWebKeySet): ReadSignedHead {
  const keyOf = createLocalJWKSet(keys)
  return async (jws, type) => {
    try {
      const { payload, protectedHeader } = await compactVerify(jws, keyOf, {
        algorithms: ['EdDSA'],
      })
      if (protectedHeader.typ !== type) return { wrong: `expected the type ${type}` }
      return head.parse(JSON.parse(new TextDecoder().decode(payload)))
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return { wrong: 'signed with an unknown key' }
      return { wrong: 'the signature does not fit' }
    }
  }
}
