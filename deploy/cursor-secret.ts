import { randomBytes } from 'node:crypto'
import { secretFile } from '../auth/secret-file.ts'

/** Bytes of the secret that cursors are encrypted with. */
const secretBytes = 32

/**
 * The secret that cursors are encrypted with, made on first use. Replicas of a ministry share the file.
 * Throws when it is shorter than 32 bytes or when others on the machine may read it.
 */
export async function cursorSecret(file: string): Promise<Uint8Array> {
  const secret = await secretFile(file, async () => randomBytes(secretBytes))
  if (secret.length >= secretBytes) return secret
  throw new Error(`${file}: expected at least ${secretBytes} bytes, got ${secret.length}`)
}
