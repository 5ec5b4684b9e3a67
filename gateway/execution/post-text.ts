import type { Dispatcher, Pool } from 'undici'
import type { Deadline } from './deadline.ts'

export interface Post {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Bytes of the answer, at most. */
  readonly maxBytes: number
}

/** A ministry that cannot be reached: no connection, one that broke, or a proxy that says so. */
export class MinistryAway extends Error {}

/** What a proxy answers for a server that is away (RFC 9110, 15.6). */
const awayStatuses: ReadonlySet<number> = new Set([502, 503, 504])

/**
 * Posts JSON to a ministry and reads the bytes of its answer: status, media type, size. Fails with an Error that says what
 * was expected and got, for the log; when the deadline ends, at once, and the connection is let go. The
 * pool is driven by its lowest interface, since streams made for each answer cost more than all else here.
 */
export function postText(pool: Pool, post: Post, deadline: Deadline): Promise<Buffer> {
  const { url, headers, body, maxBytes } = post
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    let under: Dispatcher.DispatchController | undefined
    let failure: Error | undefined
    let stopWaiting: (() => void) | undefined
    const fail = (error: Error): void => {
      if (failure !== undefined) return
      failure = error
      under?.abort(error)
      stopWaiting?.()
      reject(error)
    }
    stopWaiting = deadline.onEnd(() => fail(new Error('expected an answer in time')))
    const options = { path: url.pathname + url.search, method: 'POST', headers, body } as const
    pool.dispatch(options, {
      onRequestStart(controller) {
        under = controller
        if (failure !== undefined) controller.abort(failure)
      },
      onResponseStart(_controller, status, { 'content-type': type = 'none' }) {
        const isJson = /^application\/(graphql-response\+)?json\b/i.test(String(type))
        if (status < 500 && isJson) return
        const what = `expected a GraphQL answer, got status ${status}, content type ${String(type)}`
        fail(awayStatuses.has(status) ? new MinistryAway(what) : new Error(what))
      },
      onResponseData(_controller, chunk) {
        bytes += chunk.length
        if (bytes > maxBytes) fail(new Error(`expected at most ${maxBytes} bytes, got more`))
        else chunks.push(chunk)
      },
      onResponseEnd() {
        stopWaiting?.()
        const [only, ...more] = chunks
        resolve(only !== undefined && more.length === 0 ? only : Buffer.concat(chunks))
      },
      onResponseError(_controller, error) {
        fail(new MinistryAway(error.message, { cause: error }))
      },
    })
  })
}
