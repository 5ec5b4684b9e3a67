import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordKeyFiles } from './key-files.ts'

/** A new directory under the temporary one, removed when it goes out of scope (`await using`). */
export async function temporaryDirectory(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'lien-thong-'))
  await chmod(path, 0o755)
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      recordKeyFiles(path)
      await rm(path, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
