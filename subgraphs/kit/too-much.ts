import { CodedError } from '../../schema/errors.ts'

/** A limit of a ministry that a question passes. */
export interface Passed {
  /** What is counted: `rows`, `conditions`. */
  readonly limit: string
  readonly allowed: number
  /** Where counting ends with the limit, nobody knows how many more there are. */
  readonly got: number | 'more'
}

/** What a caller may do about too many groups. */
export const coarser = 'group by fewer or coarser keys'

/** The refusal of a question that passes a limit: COST_EXCEEDED with the figures, in words and as details. */
export function tooMuch(what: string, { limit, allowed, got }: Passed, advice = ''): CodedError {
  const came = got === 'more' ? `more than ${allowed}` : got
  const message = `${what}: at most ${allowed} ${limit}, got ${came}${advice && `; ${advice}`}.`
  return new CodedError('COST_EXCEEDED', message, { limit, allowed, got: came })
}
