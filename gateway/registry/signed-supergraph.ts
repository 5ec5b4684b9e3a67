import { CompactSign, type JSONWebKeySet, compactVerify, createLocalJWKSet, errors } from 'jose'
import { z } from 'zod'
import type { SigningKey } from '../../auth/signing-key.ts'
import { digest } from '../../schema/registry/digest.ts'

const statement = z.object({
  variant: z.string(),
  /** The release that made it; a later one has a higher number. */
  seq: z.number().int().positive(),
  sha256: z.string(),
})

/** What a signature says of a supergraph. */
export type SupergraphStatement = z.infer<typeof statement>

const type = 'supergraph'

/** Signs a supergraph: compact JWS (RFC 7515), EdDSA, over its variant, its release and its SHA-256. */
export async function signSupergraph(
  key: SigningKey,
  { text, variant, seq }: { text: string; variant: string; seq: number },
): Promise<string> {
  const payload: SupergraphStatement = { variant, seq, sha256: digest(text) }
  return await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'EdDSA', typ: type, kid: key.kid })
    .sign(key.privateKey)
}

/** What a signed supergraph says, or why it is not believed. */
export type ReadSupergraph = (
  supergraph: { readonly text: string; readonly jws: string },
  variant: string,
) => Promise<SupergraphStatement | { readonly wrong: string }>

/** Reads signed supergraphs by public keys; nothing is believed before its signature is checked. */
export function supergraphReader(keys: JSONWebKeySet): ReadSupergraph {
  const keyOf = createLocalJWKSet(keys)
  return async ({ text, jws }, variant) => {
    try {
      const { payload, protectedHeader } = await compactVerify(jws, keyOf, {
        algorithms: ['EdDSA'],
      })
      if (protectedHeader.typ !== type) return { wrong: `expected the type ${type}` }
      const said = statement.parse(JSON.parse(new TextDecoder().decode(payload)))
      if (said.variant !== variant)
        return { wrong: `expected the variant ${variant}, got ${said.variant}` }
      if (said.sha256 !== digest(text)) return { wrong: 'the text is not the one that was signed' }
      return said
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return { wrong: 'signed with an unknown key' }
      return { wrong: 'the signature does not fit' }
    }
  }
}
