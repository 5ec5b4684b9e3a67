import type { ErrorCode } from '../../schema/errors.ts'

/**
 * An error that stands in an answer for what a ministry did or failed to do. Its message and details
 * may leave the gateway. (Not a GraphQLError: the plan's executor wraps what it is given and adds the
 * path that it knows.)
 */
export class MinistryError extends Error {
  declare readonly path?: readonly (string | number)[]
  readonly extensions: Readonly<Record<string, unknown>>

  constructor(
    message: string,
    extensions: Readonly<Record<string, unknown>> & { readonly code: ErrorCode | (string & {}) },
    path?: readonly (string | number)[],
  ) {
    super(message)
    this.name = 'MinistryError'
    this.extensions = extensions
    if (path) this.path = path
  }
}
