import type { AskMethod } from './steering/method-answer.ts'

export interface AskedGateway {
  /** Without a path. */
  readonly base: string
  readonly purpose: string
  /** The access token, read anew for each question: it may have been renewed. */
  readonly token: () => Promise<string>
  /** Until the whole answer is there: milliseconds. Default 90,000, more than the longest deadline of a gateway. */
  readonly limitMs?: number
}

/**
 * Asks a gateway that runs elsewhere. Throws an Error where nothing answers, where the answer breaks off or takes too long,
 * and the signal's reason where it is aborted.
 */
export function askedGateway({ base, purpose, token, limitMs = 90_000 }: AskedGateway): AskMethod {
  const url = `${base.replace(/\/$/, '')}/graphql`
  return async (question, signal) => {
    const authorization = `Bearer ${await token()}`
    const limit = AbortSignal.timeout(limitMs)
    const failed = (what: string) => (error: unknown) => {
      signal?.throwIfAborted()
      const why = limit.aborted ? `no answer of ${url} within ${limitMs / 1000} s` : what
      throw new Error(why, { cause: error })
    }
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization, 'x-purpose': purpose },
      body: JSON.stringify(question),
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    }).catch(failed(`nothing answers at ${url}; is it running? (npm start)`))
    return await response.text().catch(failed(`the answer of ${url} broke off`))
  }
}
