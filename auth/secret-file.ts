import { randomUUID } from 'node:crypto'
import { chmod, link, mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * The secret that a file holds, made on first use: mode 0600, its folder 0700, and written whole or not at
 * all, so that processes that start together end with the same one. Throws when others on the machine may
 * read it.
 */
export async function secretFile(
  file: string,
  make: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const secret = (await contentOf(file)) ?? (await created(file, make))
  const { mode } = await stat(file)
  if (process.platform !== 'win32' && (mode & 0o007) !== 0)
    throw new Error(
      `${file}: expected a secret that others cannot read, got mode ${(mode & 0o777).toString(8)}; run chmod 600`,
    )
  return secret
}

async function created(file: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const secret = await make()
  const folder = dirname(file)
  if ((await mkdir(folder, { recursive: true })) !== undefined) await chmod(folder, 0o700)
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, secret, { mode: 0o600, flag: 'wx' })
  try {
    await link(draft, file)
    return secret
  } catch (error) {
    // Another process was first; its secret is the one.
    const other = await contentOf(file)
    if (other === undefined) throw error
    return other
  } finally {
    await unlink(draft)
  }
}

async function contentOf(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
