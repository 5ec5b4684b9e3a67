import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { CodedError } from '../../schema/errors.ts'

export interface Cursors {
  /** `place` names the field and its order; a cursor opens only where it was made. */
  readonly seal: (place: string, values: readonly (string | null)[]) => string
  readonly open: (place: string, cursor: string) => readonly (string | null)[]
}

/** Longest cursor that is looked at, in characters. */
const maxLength = 4096
const ivBytes = 12
const tagBytes = 16

/**
 * Cursors are encrypted and authenticated (AES-256-GCM): they hold key values, which may be personal
 * numbers, and they come back as input. Replicas share the secret.
 */
export function cursors(secret: Uint8Array): Cursors {
  const key = createHash('sha256').update('lien-thong cursor').update(secret).digest()
  return {
    seal: (place, values) => {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place))
      const body = Buffer.concat([cipher.update(JSON.stringify(values), 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    open: (place, cursor) => {
      if (cursor.length > maxLength) throw refused()
      const bytes = Buffer.from(cursor, 'base64url')
      if (bytes.length <= ivBytes + tagBytes) throw refused()
      const iv = bytes.subarray(0, ivBytes)
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      return parsed(() =>
        Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]),
      )
    },
  }
}

function parsed(decrypt: () => Buffer): readonly (string | null)[] {
  try {
    const values: unknown = JSON.parse(decrypt().toString('utf8'))
    if (Array.isArray(values)) return values.map((value) => (value === null ? null : String(value)))
  } catch {
    // Any failure means the same to the caller: it was not made here, or for another field or order.
  }
  throw refused()
}

function refused(): CodedError {
  return new CodedError(
    'BAD_USER_INPUT',
    'cursor: expected one that this field returned for the same order.',
  )
}
