import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { SignedText } from './feed.ts'

const shape = z.object({ jws: z.string(), text: z.string() })

/** The last good supergraph on disk, with its signature: one file, whole or not at all. */
export interface LastCopy {
  read(): Promise<SignedText | undefined>
  write(copy: SignedText): Promise<void>
}

/** Opens the copy in a file that need not be there. What cannot be read as one counts as none. */
export function lastCopy(file: string): LastCopy {
  return {
    async read() {
      const text = await readFile(file, 'utf8').catch(() => '')
      try {
        return shape.parse(JSON.parse(text))
      } catch {
        return undefined
      }
    },
    async write({ text, jws }) {
      await mkdir(dirname(file), { recursive: true })
      const draft = `${file}.${process.pid}`
      await writeFile(draft, JSON.stringify({ jws, text }), { mode: 0o600 })
      await rename(draft, file)
    },
  }
}
