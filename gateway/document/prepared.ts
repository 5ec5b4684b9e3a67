import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { CodedError } from '../../schema/errors.ts'
import { checkDocument } from '../limits/document.ts'
import type { VisibleSchema } from '../supergraph/access.ts'
import type { Limits } from '../limits/limits.ts'
import { checkTokens } from '../limits/tokens.ts'
import { DocumentError } from './document-error.ts'
import { validationError } from './validation-error.ts'

/** What a text turned out to be: a document that fits the schema, or the reasons why it does not. */
export type Prepared =
  { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] }

/** Heap that a parsed document takes for each character of its text, at most: short names, no blanks. */
const bytesPerCharacter = 100
const goodBytes = 32 * 1024 * 1024
const badBytes = 1024 * 1024

/**
 * Opens the reading of documents: tokens, syntax, limits, validation against the schema that the caller
 * sees, in that order, each only when the one before passed. Verdicts are kept by text and schema; refused
 * texts have a small cache of their own, so that a flood of them cannot push out the good ones.
 */
export function openPreparation(
  limits: Limits,
): (text: string, visible: VisibleSchema) => Prepared {
  const good = new LRUCache<string, Prepared>({
    maxSize: goodBytes,
    sizeCalculation: (_prepared, text) => 200 + text.length * bytesPerCharacter,
  })
  const bad = new LRUCache<string, Prepared>({
    maxSize: badBytes,
    maxEntrySize: badBytes / 16,
    sizeCalculation: (_prepared, text) => 1000 + text.length * 2,
  })
  return (text, { name, schema }) => {
    const key = `${name}\n${text}`
    const known = good.get(key) ?? bad.get(key)
    if (known) return known
    const prepared = prepare(text, schema, limits)
    if ('document' in prepared) good.set(key, prepared)
    else bad.set(key, prepared)
    return prepared
  }
}

function prepare(text: string, schema: GraphQLSchema, limits: Limits): Prepared {
  try {
    checkTokens(text, limits.maxTokens)
    const document = parse(text)
    checkDocument(document, limits)
    const errors = validate(schema, document, specifiedRules, { maxErrors: 10 })
    return errors.length === 0 ? { document } : { errors: errors.map(validationError) }
  } catch (error) {
    if (error instanceof CodedError) return { errors: [error] }
    if (error instanceof GraphQLError) return { errors: [syntaxError(error)] }
    throw error
  }
}

/** graphql's syntax messages may repeat the text; only the place is kept. */
function syntaxError({ locations, source, positions }: GraphQLError): DocumentError {
  const { line, column } = locations?.[0] ?? { line: 1, column: 1 }
  const message = `Syntax error at line ${line}, column ${column}.`
  return new DocumentError('GRAPHQL_PARSE_FAILED', message, { source, positions })
}
