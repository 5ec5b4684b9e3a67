import { CodedError } from '../../../schema/errors.ts'
import { tooMuch } from '../too-much.ts'

/** Conditions in one `where` or one `having`, joins and nested groups counted. */
export const maxConditions = 200
/** Levels of and/or/not and joined rows. */
export const maxFilterDepth = 10

type Input = Readonly<Record<string, unknown>>

/** Reads an argument that holds conditions, and keeps it within its limits. */
export interface ConditionsInput {
  /** Counts one condition; COST_EXCEEDED beyond the limit. */
  readonly count: () => void
  /** Checks a level of nesting, from 1; COST_EXCEEDED beyond the limit. */
  readonly enter: (depth: number) => void
  readonly object: (value: unknown) => Input
  readonly list: (value: unknown) => readonly unknown[]
}

/** `argument` is its name in messages: `where` or `having`. */
export function conditionsInput(argument: string): ConditionsInput {
  let conditions = 0
  return {
    count: () => {
      if (++conditions > maxConditions)
        throw tooMuch(argument, { limit: 'conditions', allowed: maxConditions, got: 'more' })
    },
    enter: (depth) => {
      if (depth > maxFilterDepth)
        throw tooMuch(argument, { limit: 'levels', allowed: maxFilterDepth, got: 'more' })
    },
    object: (value) => {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
      throw new CodedError(
        'BAD_USER_INPUT',
        `${argument}: expected an object, got null; leave it out or use isNull.`,
      )
    },
    list: (value) => {
      if (Array.isArray(value)) return value
      throw new CodedError(
        'BAD_USER_INPUT',
        `${argument}: expected a list, got null; leave it out.`,
      )
    },
  }
}
