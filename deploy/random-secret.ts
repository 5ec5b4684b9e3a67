import { randomBytes } from 'node:crypto'
import { secretFile } from '../auth/secret-file.ts'

const secretBytes = 32

/**
 * A secret of 32 random bytes, made on first use: what cursors are encrypted with, what record keys come
 * from. Replicas of a ministry share the file. Throws when it is shorter, or when others on the machine may
 * read it.
 */
export async function randomSecret(file: string): Promise<Uint8Array> {
  const secret = await secretFile(file, async () => randomBytes(secretBytes))
  if (secret.length >= secretBytes) return secret
  throw new Error(`${file}: expected at least ${secretBytes} bytes, got ${secret.length}`)
}
