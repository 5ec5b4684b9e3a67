import { GraphQLError } from 'graphql'
import type { ErrorCode } from '../../schema/errors.ts'

type Path = readonly (string | number)[]

/**
 * An error that stands in an answer for what a ministry did or failed to do. Its message and details
 * may leave the gateway. Its path is the ministry's until the plan's step puts it at its place.
 */
export class MinistryError extends GraphQLError {
  constructor(
    message: string,
    extensions: Readonly<Record<string, unknown>> & { readonly code: ErrorCode | (string & {}) },
    path?: Path,
  ) {
    super(message, { extensions, path: path ?? null })
    this.name = 'MinistryError'
  }

  /** The same error at another place. */
  at(path: Path): MinistryError {
    const { code, ...details } = this.extensions
    return new MinistryError(this.message, { code: String(code), ...details }, path)
  }
}
