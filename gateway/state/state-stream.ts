import { PassThrough, type Readable } from 'node:stream'
import { CodedError } from '../../schema/errors.ts'

export interface StateStreamOptions {
  /** The state as one line of text. */
  readonly take: () => string
  /** Milliseconds between two events. */
  readonly everyMs: number
  /** Milliseconds until a stream ends; its reader comes again with the token of then. */
  readonly maxMs: number
  readonly maxReaders: number
}

/** The state as server-sent events, for some readers at once. */
export interface StateStream {
  /** Fails with RATE_LIMITED where there are too many readers already. */
  open(): Readable
  readers(): number
  /** Ends every stream. */
  close(): void
}

/** Events that a reader may leave unread, one after the other; then its stream is cut. */
const maxUnread = 5

interface Reader {
  readonly stream: PassThrough
  readonly until: number
  unread: number
}

/**
 * Opens the stream: one state is taken for all readers, and none while there is no reader. A reader that does not
 * read is skipped, then cut: nothing gathers for it. (WHATWG HTML, 9.2.)
 */
export function openStateStream(options: StateStreamOptions): StateStream {
  const { take, everyMs, maxMs, maxReaders } = options
  const readers = new Set<Reader>()
  let timer: NodeJS.Timeout | undefined

  const leave = (reader: Reader): void => {
    readers.delete(reader)
    if (readers.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
  const tick = (): void => {
    const event = `data: ${take()}\n\n`
    const now = performance.now()
    for (const reader of readers) {
      const { stream, until } = reader
      const isOver = stream.writableEnded
      if (now >= until && !isOver) stream.end()
      else if (!isOver && !stream.writableNeedDrain) {
        reader.unread = 0
        stream.write(event)
      } else if (++reader.unread >= maxUnread) stream.destroy()
    }
  }

  return {
    open() {
      if (readers.size >= maxReaders)
        throw new CodedError('RATE_LIMITED', 'Too many read the state already.', {
          retryAfterSeconds: Math.ceil(everyMs / 1000),
        })
      const stream = new PassThrough()
      const reader = { stream, until: performance.now() + maxMs, unread: 0 }
      readers.add(reader)
      stream.once('close', () => leave(reader))
      stream.write(`retry: ${everyMs}\n\ndata: ${take()}\n\n`)
      timer ??= setInterval(tick, everyMs).unref()
      return stream
    },
    readers: () => readers.size,
    close() {
      for (const { stream } of readers) stream.end()
    },
  }
}
