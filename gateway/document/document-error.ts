import { type ASTNode, GraphQLError, type Source } from 'graphql'
import { CodedError, type ErrorCode } from '../../schema/errors.ts'

/** Where in a document an error is. */
export interface Place {
  readonly nodes?: readonly ASTNode[] | undefined
  readonly source?: Source | undefined
  readonly positions?: readonly number[] | undefined
}

/** An error of the catalogue that points into the caller's document. */
export class DocumentError extends GraphQLError {
  constructor(code: ErrorCode, message: string, place: Place) {
    const { nodes = null, source = null, positions = null } = place
    super(message, { nodes, source, positions, extensions: new CodedError(code).extensions })
    this.name = 'DocumentError'
  }
}
