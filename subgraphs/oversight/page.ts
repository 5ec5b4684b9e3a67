import { CodedError } from '../../schema/errors.ts'
import type { RequestContext } from '../kit/request-context.ts'
import { pageRequest } from '../kit/resolve/page-request.ts'
import type { Arguments } from '../kit/resolve/resolver.ts'
import type { Row } from '../kit/sql/select.ts'

/** A page forward: how many rows, and the values of the row after which it begins. */
export interface Page {
  readonly size: number
  readonly after: readonly (string | null)[] | undefined
}

/** Reads `first` and `after`. `place` names the field: a cursor opens only where it was made. */
export function pageOf({ cursors }: RequestContext, place: string, args: Arguments): Page {
  const { size, cursor } = pageRequest({
    // GraphQL has checked the types; an argument that is absent means the same as null.
    first: (args['first'] ?? null) as number | null,
    after: (args['after'] ?? null) as string | null,
  })
  return { size, after: cursor === undefined ? undefined : cursors.open(place, cursor) }
}

/** Rows as a page: one more than its size was fetched. `key` names the columns that order them. */
export function pageFrom(
  { cursors }: RequestContext,
  rows: readonly Row[],
  { place, size, key }: { place: string; size: number; key: readonly string[] },
): { shown: readonly Row[]; hasNextPage: boolean; endCursor: string | null } {
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return {
    shown,
    hasNextPage: rows.length > size,
    endCursor:
      last === undefined
        ? null
        : cursors.seal(
            place,
            key.map((name) => String(last[name])),
          ),
  }
}

/** Milliseconds of the longest period that is counted at once. */
const longestMs = 31 * 24 * 3_600_000

/** Fails with BAD_USER_INPUT where a period is empty or longer than 31 days. */
export function expectPeriod(from: unknown, to: unknown): void {
  const length = new Date(String(to)).getTime() - new Date(String(from)).getTime()
  if (length >= 0 && length <= longestMs) return
  throw new CodedError('BAD_USER_INPUT', 'Expected a period of at most 31 days, from before to.')
}
