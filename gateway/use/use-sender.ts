import { request } from 'undici'
import { CodedError } from '../../schema/errors.ts'
import type { UseSink } from './use-recorder.ts'

/** A registry elsewhere, and the secret with which gateways hand in counts. */
export interface UseSenderOptions {
  readonly url: string
  readonly token: string
}

/** Of a batch that is refused for what it is, and would be again. */
const refusals: ReadonlySet<number> = new Set([400, 413, 422])
/** Milliseconds for one batch. */
const timeoutMs = 10_000

/**
 * Hands counts to a registry over HTTP (`POST URL/use`), which adds a batch once. Fails with BAD_USER_INPUT when it refuses a
 * batch, and otherwise when it does not say that it added it. What it forgets is its own affair.
 */
export function openUseSender({ url, token }: UseSenderOptions): UseSink {
  const address = `${url.replace(/\/$/, '')}/use`
  return {
    async add(batch) {
      const { statusCode, body } = await request(address, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(batch),
        signal: AbortSignal.timeout(timeoutMs),
      })
      await body.dump()
      if (refusals.has(statusCode))
        throw new CodedError(
          'BAD_USER_INPUT',
          `${address} refuses the batch: status ${statusCode}.`,
        )
      if (statusCode !== 204) throw new Error(`${address}: expected status 204, got ${statusCode}`)
    },
    forget: async () => 0,
  }
}
