import { CodedError } from '../../../schema/errors.ts'

/** Rows of a page unless the caller says how many. */
export const defaultPageSize = 20
export const maxPageSize = 1000

export interface PageRequest {
  readonly size: number
  readonly backward: boolean
  readonly cursor?: string
}

interface PageArguments {
  readonly first?: number | null
  readonly after?: string | null
  readonly last?: number | null
  readonly before?: string | null
}

/** Reads `first/after` or `last/before`; both directions at once or a size out of range is BAD_USER_INPUT. */
export function pageRequest({ first, after, last, before }: PageArguments): PageRequest {
  const forward = isGiven(first) || isGiven(after)
  const backward = isGiven(last) || isGiven(before)
  if (forward && backward)
    throw new CodedError('BAD_USER_INPUT', 'Expected first/after or last/before, got both.')
  const size = (backward ? last : first) ?? defaultPageSize
  if (size < 1 || size > maxPageSize)
    throw new CodedError(
      'BAD_USER_INPUT',
      `${backward ? 'last' : 'first'}: expected 1 to ${maxPageSize}, got ${size}.`,
    )
  const cursor = backward ? before : after
  return { size, backward, ...(isGiven(cursor) ? { cursor } : {}) }
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined
}
