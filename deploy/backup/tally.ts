import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import type { BackedTable } from './manifest.ts'

export interface Tally {
  /** Hands on what it counts. */
  readonly stream: Transform
  readonly counted: () => Pick<BackedTable, 'rows' | 'bytes' | 'sha256'>
}

const lineEnd = 10

/** Counts the text of COPY on its way: a row ends with a line break, and none is within one. */
export function tally(): Tally {
  const hash = createHash('sha256')
  let rows = 0
  let bytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      for (let at = chunk.indexOf(lineEnd); at !== -1; at = chunk.indexOf(lineEnd, at + 1)) rows++
      done(null, chunk)
    },
  })
  return { stream, counted: () => ({ rows, bytes, sha256: hash.copy().digest('hex') }) }
}
