import { CodedError } from '../../schema/errors.ts'
import { type ByRole, mostOf } from '../limits/by-role.ts'

/** What exports may take. */
export interface ExportLimits {
  /** Rows of one export, by role; `*` for every role that is not named. Of several roles the most counts. */
  readonly rows: ByRole
  /** Bytes of one file. */
  readonly maxBytes: number
  /** Exports of one caller that are under way at once, and of all callers. */
  readonly atOnce: number
  readonly atOnceInAll: number
  /** Rows of a part of a ministry's stream of rows; as many as it gives where absent. */
  readonly frameRows?: number
  /** Milliseconds that one stream of a ministry's rows is read from; shorter than the ministry lets it be where absent. */
  readonly freshMs?: number
}

/** The rows that a caller in these roles may export at once. */
export function rowsAllowed(
  { rows }: Pick<ExportLimits, 'rows'>,
  roles: readonly string[],
): number {
  return mostOf(rows, roles)
}

/** Exports under way. */
export interface ExportPlaces {
  /** Takes a place for a caller; answers how it is given back. Fails with RATE_LIMITED. */
  take(caller: string): () => void
}

/** Seconds after which a refused caller may find a place. */
const retryAfterSeconds = 5

/** Opens the count of exports under way: each holds two pages in memory and asks ministries without pause. */
export function openExportPlaces({
  atOnce,
  atOnceInAll,
}: Pick<ExportLimits, 'atOnce' | 'atOnceInAll'>): ExportPlaces {
  const underWay = new Map<string, number>()
  let all = 0
  return {
    take(caller) {
      const own = underWay.get(caller) ?? 0
      if (own >= atOnce) throw tooMany('exportsAtOnce', atOnce)
      if (all >= atOnceInAll) throw tooMany('exportsAtOnceInAll', atOnceInAll)
      underWay.set(caller, own + 1)
      all++
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        all--
        const left = (underWay.get(caller) ?? 1) - 1
        if (left === 0) underWay.delete(caller)
        else underWay.set(caller, left)
      }
    },
  }
}

function tooMany(limit: string, allowed: number): CodedError {
  return new CodedError(
    'RATE_LIMITED',
    `Too many exports at once: ${limit} is ${allowed}; wait until one is done.`,
    { limit, allowed, retryAfterSeconds },
  )
}

/** The refusal of an export that passes a limit. */
export function exportTooLarge(limit: string, allowed: number, hint: string): CodedError {
  return new CodedError(
    'COST_EXCEEDED',
    `The export passes the limit ${limit}: at most ${allowed}. ${hint}`,
    { limit, allowed },
  )
}
