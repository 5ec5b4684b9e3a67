import { createHash } from 'node:crypto'

/** SHA-256 of a text's UTF-8 bytes, hexadecimal: the name under which the registry keeps it. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
