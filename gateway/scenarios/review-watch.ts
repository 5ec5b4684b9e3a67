import type { Logger } from 'pino'
import type { Sample } from '../../telemetry/instruments.ts'
import { callerOfClaims } from '../../auth/caller-of-claims.ts'
import type { Caller } from '../../auth/caller.ts'
import type { AskInside } from '../ask-inside.ts'
import { isRecord } from '../is-record.ts'
import { repeatedLook } from '../live/repeated-look.ts'

export interface ReviewWatchOptions {
  /** Asks for the gateway itself, unrecorded: how many, of nobody's doing and about nobody. */
  readonly askForAll: AskInside
  /** Milliseconds before the first look, and between two. */
  readonly firstMs: number
  readonly everyMs: number
  readonly log: Logger
}

export interface ReviewWatch {
  /** Emergency accesses that await review, and those that are overdue; none before the first look. */
  readonly reviews: () => readonly Sample<'state'>[]
  readonly close: () => void
}

/** As whom the gateway looks: statistics and catalogues alone. */
const watcher: Caller = Object.freeze({
  ...callerOfClaims({
    sub: 'lien-thong-reviews',
    client_id: 'lien-thong-reviews',
    roles: ['operator'],
  }),
  only: 'statistics',
})
const query = '{ emergencyReviewCounts { awaiting overdue } }'

/** Looks from time to time how many emergency accesses await review. What was seen last stays while a look fails. */
export function openReviewWatch({ askForAll, log, ...times }: ReviewWatchOptions): ReviewWatch {
  let seen: readonly Sample<'state'>[] = []
  const repeated = repeatedLook(async () => {
    const question = { query, variables: {}, operationName: undefined }
    const answer: unknown = JSON.parse(await askForAll(watcher, question))
    const data = isRecord(answer) ? answer['data'] : undefined
    const counts = isRecord(data) ? data['emergencyReviewCounts'] : undefined
    if (!isRecord(counts)) return log.debug('reviews were not counted; they are asked for again')
    seen = ['awaiting', 'overdue'].map((state) => ({
      labels: { state },
      value: Number(counts[state]),
    }))
  }, times)
  return { reviews: () => (repeated.isClosed() ? [] : seen), close: repeated.close }
}
