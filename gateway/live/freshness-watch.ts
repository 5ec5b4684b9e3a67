import type { Logger } from 'pino'
import type { Sample } from '../../telemetry/instruments.ts'
import { isRecord } from '../is-record.ts'
import { repeatedLook } from './repeated-look.ts'

export interface FreshnessOptions {
  readonly ask: (question: {
    readonly query: string
    readonly variables: Readonly<Record<string, unknown>>
  }) => Promise<string>
  /** Milliseconds before the first look, and between two. */
  readonly firstMs: number
  readonly everyMs: number
  readonly log: Logger
}

export interface FreshnessWatch {
  /** Indicators whose newest value is later than its objective, by who answers for them; none before the first look. */
  readonly late: () => readonly Sample<string>[]
  readonly close: () => void
}

const query = '{ indicatorFreshness { owner late } }'
/** Owners that are told apart. */
const maxOwners = 50

/** Looks from time to time which indicators are late. What was seen last stays while a look fails. */
export function openFreshnessWatch(options: FreshnessOptions): FreshnessWatch {
  const { ask, firstMs, everyMs, log } = options
  let late: ReadonlyMap<string, number> = new Map()
  const look = async (): Promise<void> => {
    const answer: unknown = JSON.parse(await ask({ query, variables: {} }))
    const data = isRecord(answer) ? answer['data'] : undefined
    const list: unknown = isRecord(data) ? data['indicatorFreshness'] : undefined
    if (!Array.isArray(list))
      return log.debug('live: freshness was not answered; it is asked again')
    const found = new Map<string, number>()
    for (const one of list as readonly unknown[]) {
      const owner = isRecord(one) ? String(one['owner']) : ''
      if (!isRecord(one) || (!found.has(owner) && found.size >= maxOwners)) continue
      found.set(owner, (found.get(owner) ?? 0) + Number(one['late'] === true))
    }
    late = found
  }
  const repeated = repeatedLook(look, { firstMs, everyMs })
  return {
    late: () =>
      repeated.isClosed() ? [] : [...late].map(([owner, value]) => ({ labels: { owner }, value })),
    close: repeated.close,
  }
}
