import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Bytes of the secret that cursors are encrypted with. */
const secretBytes = 32

/**
 * Reads the secret that cursors are encrypted with; makes one on first use, readable by its owner alone.
 * Replicas of a ministry share the file.
 */
export async function cursorSecret(file: string): Promise<Uint8Array> {
  const known = await contentOf(file)
  if (known !== undefined) return checked(file, known)
  if ((await mkdir(dirname(file), { recursive: true })) !== undefined)
    await chmod(dirname(file), 0o700)
  const draft = `${file}.${randomBytes(8).toString('hex')}`
  await writeFile(draft, randomBytes(secretBytes), { mode: 0o600, flag: 'wx' })
  try {
    // Of two processes that start together one links its file; both then read the same secret.
    await link(draft, file).catch(() => undefined)
  } finally {
    await unlink(draft)
  }
  return checked(file, await readFile(file))
}

async function contentOf(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function checked(file: string, secret: Uint8Array): Uint8Array {
  if (secret.length >= secretBytes) return secret
  throw new Error(`${file}: expected at least ${secretBytes} bytes, got ${secret.length}`)
}
