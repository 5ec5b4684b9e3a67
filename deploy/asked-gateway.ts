import { NotAsked } from './not-asked.ts'
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

/** Codes of what keeps a connection from being opened, after which nothing was sent. */
const unreached: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']

/**
 * Asks a gateway that runs elsewhere. Throws an Error where nothing answers, where the answer breaks off or takes too long,
 * `NotAsked` where nothing was sent, and the signal's reason where it is aborted.
 */
export function askedGateway({ base, purpose, token, limitMs = 90_000 }: AskedGateway): AskMethod {
  const url = `${base.replace(/\/$/, '')}/graphql`
  return async (question, signal) => {
    const bearer = await token().catch((error: unknown) => {
      throw new NotAsked(error instanceof Error ? error.message : 'no token', { cause: error })
    })
    const limit = AbortSignal.timeout(limitMs)
    const failed = (what: string) => (error: unknown) => {
      signal?.throwIfAborted()
      const why = limit.aborted ? `no answer of ${url} within ${limitMs / 1000} s` : what
      const Failure = unreached.includes(codeOf(error)) ? NotAsked : Error
      throw new Failure(why, { cause: error })
    }
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${bearer}`,
        'x-purpose': purpose,
      },
      body: JSON.stringify(question),
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    }).catch(failed(`nothing answers at ${url}; is it running? (npm start)`))
    return await response.text().catch(failed(`the answer of ${url} broke off`))
  }
}

/** Of what `fetch` fails with, the cause has it. */
function codeOf(error: unknown): unknown {
  const cause: unknown = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? cause.code : undefined
}
