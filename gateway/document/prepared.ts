import { type DocumentNode, GraphQLError, type GraphQLSchema, parse } from 'graphql'
import { LRUCache } from 'lru-cache'
import { CodedError } from '../../schema/errors.ts'
import { checkDocument } from '../limits/document.ts'
import { type CacheState, cacheState, emptyUse, looked } from '../state/cache-state.ts'
import type { VisibleSchema } from '../supergraph/access.ts'
import type { Limits } from '../limits/limits.ts'
import { checkTokens } from '../limits/tokens.ts'
import { checkNames } from './check-names.ts'
import { DocumentError } from './document-error.ts'
import { forEachField } from './for-each-field.ts'
import { lift } from './lift.ts'
import { openOneDocument } from './one-document.ts'
import { type Scanned, scanLiterals } from './scan-literals.ts'
import { type Question, type Shape, openShapes } from './shapes.ts'
import { validationError } from './validation-error.ts'
import { validationErrors } from './validation-errors.ts'

/** What a text turned out to be: a document that fits the schema, or the reasons why it does not. */
export type Prepared = Question | { readonly errors: readonly GraphQLError[] }

/** What a text was the first time that it came. */
type Reading =
  | { readonly document: DocumentNode; readonly shape: Shape | undefined }
  | { readonly errors: readonly GraphQLError[] }

const shapeBytes = 32 * 1024 * 1024
const plainBytes = 8 * 1024 * 1024
const badBytes = 1024 * 1024
const documentBytes = 32 * 1024 * 1024

/** Heap that a parsed document with its tokens takes for each character, at most: short names, no blanks. */
const bytesPerCharacter = 100

/** The reading of documents. */
export interface Preparation {
  readonly prepare: (text: string, visible: VisibleSchema) => Prepared
  /** Takes a document that is known already; texts that say the same will be read as it. */
  readonly adopt: (document: DocumentNode) => void
  readonly caches: () => readonly CacheState[]
}

/**
 * Opens the reading of documents: tokens, syntax, limits, validation against the schema that the caller
 * sees, in that order, each only when the one before passed. Texts that differ in literals alone are one shape: all of
 * them take the document of the first, each with its literals as values of variables that the text does not
 * declare. Verdicts are kept by schema and shape, or by text where literals cannot be lifted; refused texts have a
 * small cache of their own, so that a flood of them cannot push out the good ones.
 */
export function openPreparation(limits: Limits): Preparation {
  const one = openOneDocument(documentBytes)
  const shapes = openShapes(limits.maxTokens, shapeBytes)
  const plain = new LRUCache<string, Prepared>({
    maxSize: plainBytes,
    sizeCalculation: (_prepared, key) => 200 + key.length * bytesPerCharacter,
  })
  const bad = new LRUCache<string, Prepared>({
    maxSize: badBytes,
    maxEntrySize: badBytes / 16,
    sizeCalculation: (_prepared, key) => 1000 + key.length * 2,
  })

  const plainUse = emptyUse()
  const badUse = emptyUse()

  const prepare: Preparation['prepare'] = (text, { name, schema }) => {
    const scanned = scanLiterals(text)
    const question = scanned && shapes.find(name, scanned)
    if (question) return question
    const key = `${name}\n${text}`
    const known = looked(plainUse, plain.get(key)) ?? looked(badUse, bad.get(key))
    if (known) return known
    const reading = read(text, scanned, { schema, limits })
    if ('errors' in reading) {
      bad.set(key, reading)
      return reading
    }
    const { shape } = reading
    const kept =
      scanned && shape && shapes.keep(name, scanned, { ...shape, document: one.of(shape.document) })
    if (kept) return kept
    const whole = { document: one.of(reading.document), lifted: nothing }
    plain.set(key, whole)
    return whole
  }

  const caches = () => [
    one.state(),
    shapes.state(),
    cacheState('texts', plain, plainUse),
    cacheState('refused texts', bad, badUse),
  ]
  return { prepare, adopt: (document) => void one.of(document), caches }
}

const nothing = Object.freeze({})

function read(
  text: string,
  scanned: Scanned | undefined,
  { schema, limits }: { readonly schema: GraphQLSchema; readonly limits: Limits },
): Reading {
  try {
    const tokens = checkTokens(text, limits.maxTokens)
    const document = parse(text)
    checkDocument(document, limits)
    checkNames(document)
    const shape = scanned && shapeOf(document, scanned, { schema, tokens })
    // What is valid with variables is valid with the literals that fit them.
    if (shape && validationErrors(schema, shape.document, 1, text).length === 0)
      return { document, shape }
    const errors = validationErrors(schema, document, 10)
    return errors.length === 0
      ? { document, shape: undefined }
      : { errors: errors.map(validationError) }
  } catch (error) {
    if (error instanceof CodedError) return { errors: [error] }
    if (error instanceof GraphQLError) return { errors: [syntaxError(error)] }
    throw error
  }
}

function shapeOf(
  document: DocumentNode,
  { literals, scalars }: Scanned,
  { schema, tokens }: { readonly schema: GraphQLSchema; readonly tokens: number },
): Shape | undefined {
  const isPatterned = literals.length > 1 && mayCollide(document)
  const lifted = lift(document, literals, { schema, areShared: isPatterned })
  return lifted && { ...lifted, tokens: tokens - scalars, isPatterned }
}

/**
 * Two fields with one response name must have equal arguments (GraphQL, 5.3.2). Whether they have is
 * known of variables only where equal literals share one.
 */
function mayCollide(document: DocumentNode): boolean {
  const seen = new Set<string>()
  let isTwice = false
  forEachField(document, ({ name, alias, arguments: given = [] }) => {
    if (given.length === 0) return
    const key = (alias ?? name).value
    isTwice ||= seen.has(key)
    seen.add(key)
  })
  return isTwice
}

/** graphql's syntax messages may repeat the text; only the place is kept. */
function syntaxError({ locations, source, positions }: GraphQLError): DocumentError {
  const { line, column } = locations?.[0] ?? { line: 1, column: 1 }
  const message = `Syntax error at line ${line}, column ${column}.`
  return new DocumentError('GRAPHQL_PARSE_FAILED', message, { source, positions })
}
