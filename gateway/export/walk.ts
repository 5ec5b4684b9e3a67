import { exportTooLarge } from './export-limits.ts'
import type { AnsweredPage } from './exported-page.ts'

export interface WalkOptions {
  /** Rows of the first page, at most; undefined for a list that is asked once, as it is. */
  readonly size: number | undefined
  readonly after: string | undefined
  /** Rows that the caller wants, at most; undefined for all of them. */
  readonly wanted: number | undefined
  /** Rows that the caller may have. */
  readonly allowed: number
}

/** Asks one page, of a file that may hold so many rows more. Fails with what the page was refused with. */
export type AskPage = (
  size: number,
  after: string | undefined,
  left: number,
) => Promise<AnsweredPage>

export interface Walk {
  readonly pages: AsyncGenerator<AnsweredPage>
  /** True once rows were left out because the caller wanted no more. */
  readonly isCut: () => boolean
}

/**
 * Walks a list to its end. While a page is written the next one is fetched, and no more than that. Fails with
 * COST_EXCEEDED for a list that is longer than allowed, when the caller has not asked for its beginning alone.
 */
export function walk(ask: AskPage, { size, after, wanted, allowed }: WalkOptions): Walk {
  const most = Math.min(wanted ?? allowed, allowed)
  let isCut = false
  const sizeFor = (taken: number): number => Math.max(1, Math.min(size ?? 1, most - taken))

  const whole = (page: AnsweredPage, taken: number): AnsweredPage => {
    // A stream's lines are never more than were asked for.
    const count = Math.min(page.count, most - taken)
    const rows = page.rows.slice(0, count)
    const isFull = taken + count >= most
    const isWalked = size !== undefined
    const isOver = count < page.count || (isFull && isWalked && page.hasMore)
    if (isOver && wanted === undefined)
      throw exportTooLarge('exportRows', allowed, 'Narrow the filter, or ask for `rows`.')
    // The first so many groups are what was asked for, and are told to be no more than that.
    const isLast = isFull || !isWalked || page.next === undefined
    if (isOver || (isLast && page.hasMore)) isCut = true
    return { ...page, rows, count, next: isLast ? undefined : page.next }
  }

  async function* pages(): AsyncGenerator<AnsweredPage> {
    let taken = 0
    let coming: Promise<AnsweredPage> | undefined = ask(sizeFor(0), after, most)
    try {
      while (coming !== undefined) {
        const page = whole(await coming, taken)
        taken += page.count
        coming = page.next === undefined ? undefined : ask(sizeFor(taken), page.next, most - taken)
        // Told when it is waited for; nobody may be waiting any more.
        coming?.catch(() => undefined)
        yield page
      }
    } finally {
      await coming?.catch(() => undefined)
    }
  }
  return { pages: pages(), isCut: () => isCut }
}
