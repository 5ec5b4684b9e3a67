import { LRUCache } from 'lru-cache'
import { type DocumentNode, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql'
import { CodedError } from '../../schema/errors.ts'

export interface DocumentCache {
  readonly parse: (source: string) => DocumentNode
  readonly validate: (schema: GraphQLSchema, document: DocumentNode) => readonly GraphQLError[]
}

/** Characters of document text kept: some thousand operations. Parsed, a character takes about 32 bytes. */
const maxCharacters = 1024 * 1024

/** graphql-js would repeat the caller's text, and name what the caller may not see. */
const unfit = new CodedError('GRAPHQL_VALIDATION_FAILED')

/** Parses and validates each operation once. Documents with errors are not kept. */
export function documentCache(): DocumentCache {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: maxCharacters,
    sizeCalculation: (_document, text) => text.length + 1,
  })
  const valid = new WeakSet<DocumentNode>()
  return {
    parse: (source) => {
      const known = documents.get(source)
      if (known !== undefined) return known
      const document = parse(source, { noLocation: true })
      documents.set(source, document)
      return document
    },
    validate: (schema, document) => {
      if (valid.has(document)) return []
      const errors = validate(schema, document)
      if (errors.length === 0) valid.add(document)
      return errors.map((error) => (error instanceof CodedError ? error : unfit))
    },
  }
}
