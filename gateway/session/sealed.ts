import { compactDecrypt, CompactEncrypt } from 'jose'
import type { SessionKeys } from './session-keys.ts'

/** What a sealed text is for: one is never taken for the other. */
export type SealedFor = 'session' | 'sign-in'

/** Seals data into a text that only holders of the keys read or make (JWE, RFC 7516; dir, A256GCM). */
export async function sealed(data: object, use: SealedFor, [key]: SessionKeys): Promise<string> {
  return await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(data)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: key.kid, typ: use })
    .encrypt(key.secret)
}

/** What was sealed for this use; undefined for anything else, whoever made it. */
export async function unsealed(text: string, use: SealedFor, keys: SessionKeys): Promise<unknown> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(
      text,
      ({ kid }) => {
        const key = keys.find((one) => one.kid === kid)
        if (key === undefined) throw new Error('the key is not among ours')
        return key.secret
      },
      { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
    )
    if (protectedHeader.typ !== use) return undefined
    return JSON.parse(new TextDecoder().decode(plaintext))
  } catch {
    // Cut, foreign, of a key that is gone: nobody is signed in.
    return undefined
  }
}
