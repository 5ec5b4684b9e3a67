import { type GraphQLError, Kind } from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import { DocumentError } from './document-error.ts'

/** Kinds of literals whose text a validation message repeats; it may be a personal number. */
const literals: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.LIST,
  Kind.OBJECT,
  Kind.NULL,
])

/** How long a message may be; a caller's name of a field is part of it. */
const maxLength = 300

/** Turns an error of graphql's validation into one of the catalogue, without the caller's values. */
export function validationError(error: GraphQLError): GraphQLError {
  if (error.message === 'Validation aborted.')
    return new CodedError(
      'DOCUMENT_TOO_LARGE',
      'The document repeats the same fields too often to be compared.',
      { limit: 'repeatedFields' },
    )
  return new DocumentError('GRAPHQL_VALIDATION_FAILED', message(error), { nodes: error.nodes })
}

function message(error: GraphQLError): string {
  const text = error.message.slice(0, maxLength)
  if (!error.nodes?.some((node) => literals.has(node.kind)) || text.startsWith('Field "'))
    return text
  const expected = /[Ee]xpected (?:value of )?type "([^"]+)"/.exec(text)?.[1]
  return expected === undefined
    ? 'A value in the document does not fit its type.'
    : `A value in the document does not fit: expected type "${expected}".`
}
