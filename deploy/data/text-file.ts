import { readFile } from 'node:fs/promises'
import { CodedError } from '../../schema/errors.ts'

/** Bytes; the official list of 3,321 communes has 86 KB. */
const maxFileBytes = 16 * 1024 * 1024

/** A file's text, without a byte-order mark. Fails with BAD_USER_INPUT for what is no UTF-8, or beyond 16 MiB. */
export async function textFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    throw new CodedError('BAD_USER_INPUT', `${file}: cannot be read (${reason})`)
  })
  if (bytes.length > maxFileBytes) {
    throw new CodedError(
      'BAD_USER_INPUT',
      `${file}: expected at most ${maxFileBytes} bytes, got ${bytes.length}`,
    )
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new CodedError('BAD_USER_INPUT', `${file}: expected UTF-8 text`)
  }
}
