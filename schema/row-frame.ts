/**
 * Rows on their way from a ministry to the gateway: what a file is made of, without a tree of objects. A frame is a head (JSON) and the
 * rows as text, each with its length before it (four bytes, big-endian).
 */
export const rowMediaType = 'application/vnd.lien-thong.rows'

/** Rows of one frame, at most; so many persons fit one record of the journal. */
export const maxFrameRows = 5_000
/** Milliseconds that one stream of rows lasts, at most: as long it holds a connection of the ministry's database. */
export const maxRowStreamMs = 60_000

/** What rows are asked for, beside a GraphQL request whose one list they are. */
export interface RowsAsked {
  /** Rows of a frame. */
  readonly chunk: number
  /** Rows in all, at most. */
  readonly most: number
  /** Response names within a row, dots between. */
  readonly columns: readonly string[]
}

/** What a column's text is of. */
export interface RowColumn {
  /** The name of its scalar or enum. */
  readonly type: string
  readonly nullable: boolean
}

export interface Frame {
  readonly head: unknown
  /** UTF-8. Of each row PostgreSQL's text of a composite value: `(a,"b c",)`, one after the other. */
  readonly rows: Buffer
}

const lengthBytes = 4

/** A frame of more bytes than its reader takes. */
export class FrameTooLarge extends Error {
  readonly allowed: number
  readonly got: number

  constructor(allowed: number, got: number) {
    super(`expected at most ${allowed} bytes, got ${got}`)
    this.allowed = allowed
    this.got = got
  }
}

/** A frame as bytes. */
export function frameBytes(head: unknown, rows: string): Buffer {
  const first = Buffer.from(JSON.stringify(head))
  const second = Buffer.from(rows)
  return Buffer.concat([lengthOf(first), first, lengthOf(second), second])
}

function lengthOf({ length }: Buffer): Buffer {
  const bytes = Buffer.alloc(lengthBytes)
  bytes.writeUInt32BE(length)
  return bytes
}

/**
 * Reads frames as their bytes come; asks for no more than the frame that is wanted. Throws FrameTooLarge for one of more
 * than `maxBytes`, and an Error where bytes end within one.
 */
export async function* framesIn(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Frame> {
  const iterator = chunks[Symbol.asyncIterator]()
  let held: Uint8Array[] = []
  let bytes = 0
  const part = async (length: number): Promise<Buffer | undefined> => {
    while (bytes < length) {
      const next = await iterator.next()
      if (next.done === true) return undefined
      held.push(next.value)
      bytes += next.value.length
    }
    const all = held.length === 1 ? Buffer.from(held[0] ?? []) : Buffer.concat(held)
    bytes -= length
    held = bytes === 0 ? [] : [all.subarray(length)]
    return all.subarray(0, length)
  }
  const sized = async (): Promise<Buffer | undefined> => {
    const length = (await part(lengthBytes))?.readUInt32BE()
    if (length === undefined) return undefined
    if (length > maxBytes) throw new FrameTooLarge(maxBytes, length)
    return (await part(length)) ?? broken()
  }
  try {
    for (;;) {
      const head = await sized()
      if (head === undefined) {
        if (bytes > 0) broken()
        return
      }
      const rows = (await sized()) ?? broken()
      yield { head: JSON.parse(head.toString()), rows }
    }
  } finally {
    await iterator.return?.()
  }
}

function broken(): never {
  throw new Error('expected a whole frame of rows, got a part')
}
