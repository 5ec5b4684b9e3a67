import { CompactSign, type JSONWebKeySet, compactVerify, createLocalJWKSet } from 'jose'
import { z } from 'zod'
import type { SigningKey } from '../../auth/signing-key.ts'

const type = 'data-snapshot'
const statement = z.strictObject({ name: z.string(), sha256: z.string() })

/** What is signed: the snapshot's name, and the SHA-256 of its manifest, which holds those of the files. */
export type Signed = z.output<typeof statement>

/** Signs a manifest with the key that signs the audit journal: compact JWS, EdDSA, its purpose in the header's `typ`. */
export async function signManifest(key: SigningKey, signed: Signed): Promise<string> {
  return await new CompactSign(new TextEncoder().encode(JSON.stringify(signed)))
    .setProtectedHeader({ alg: 'EdDSA', typ: type, kid: key.kid })
    .sign(key.privateKey)
}

/** What a signature says; undefined where it is none of these keys', or of another purpose. */
export async function signedManifest(
  keys: JSONWebKeySet,
  jws: string,
): Promise<Signed | undefined> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, createLocalJWKSet(keys), {
      algorithms: ['EdDSA'],
    })
    if (protectedHeader.typ !== type) return undefined
    return statement.parse(JSON.parse(new TextDecoder().decode(payload)))
  } catch {
    return undefined
  }
}
