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
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly log: Logger
}

export interface ReviewWatch {
  /** Emergency accesses that await review, and those that are overdue; none before the first look. */
  readonly reviews: () => readonly Sample<'state'>[]
  /** Seconds since they were counted; while they never were, since the watch began. */
  readonly age: () => readonly Sample<never>[]
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

/** Looks in a row that fail until the log warns: one may fall on a restart of the oversight. */
const toldAfter = 3

/** Looks from time to time how many emergency accesses await review. What was seen last stays while a look fails. */
export function openReviewWatch({
  askForAll,
  now,
  log,
  ...times
}: ReviewWatchOptions): ReviewWatch {
  let seen: readonly Sample<'state'>[] = []
  let seenAt = now()
  let failures = 0
  const repeated = repeatedLook(async () => {
    const { counts, codes } = await counted(askForAll)
    if (counts === undefined) {
      failures++
      log[failures === toldAfter ? 'warn' : 'debug']({ failures, codes }, 'reviews: not counted')
      return
    }
    if (failures >= toldAfter) log.info('reviews: counted again')
    failures = 0
    seenAt = now()
    seen = ['awaiting', 'overdue'].map((state) => ({
      labels: { state },
      value: Number(counts[state]),
    }))
  }, times)
  return {
    reviews: () => (repeated.isClosed() ? [] : seen),
    age: () => (repeated.isClosed() ? [] : [{ labels: {}, value: (now() - seenAt) / 1000 }]),
    close: repeated.close,
  }
}

interface Counted {
  readonly counts: Readonly<Record<string, unknown>> | undefined
  /** Why there are none. */
  readonly codes: readonly unknown[]
}

async function counted(ask: AskInside): Promise<Counted> {
  const answer: unknown = JSON.parse(
    await ask(watcher, { query, variables: {}, operationName: undefined }),
  )
  const { data, errors } = isRecord(answer) ? answer : {}
  const counts = isRecord(data) ? data['emergencyReviewCounts'] : undefined
  const codes = (Array.isArray(errors) ? errors : []).map((error: unknown) => {
    const extensions = isRecord(error) ? error['extensions'] : undefined
    return isRecord(extensions) ? extensions['code'] : undefined
  })
  return { counts: isRecord(counts) ? counts : undefined, codes }
}
