import type { DocumentNode } from 'graphql'
import type { CacheState } from '../state/cache-state.ts'
import { openShelf } from '../state/shelf.ts'
import { type Hole, literalKey, valueOf } from './lift.ts'
import type { LiftedValue } from './lifted-value.ts'
import type { Scanned } from './scan-literals.ts'

/** A document that stands for all texts that differ from it in literals alone. */
export interface Shape {
  readonly document: DocumentNode
  /** Where the literals of a text go. */
  readonly holes: readonly Hole[]
  /** Tokens of the text without its literals. */
  readonly tokens: number
  /** Holes that held equal literals share a variable: the texts of this shape agree in which are equal. */
  readonly isPatterned: boolean
}

/** A document, and the values of the variables that stand for its text's literals. */
export interface Question {
  readonly document: DocumentNode
  readonly lifted: Readonly<Record<string, LiftedValue>>
}

export interface Shapes {
  /** The question that a text asks; undefined when its shape is not kept, or its literals do not fit. */
  find(schema: string, scanned: Scanned): Question | undefined
  /** Keeps the shape of a text, and answers the question that the text asks. */
  keep(schema: string, scanned: Scanned, shape: Shape): Question | undefined
  state(): CacheState
}

/** Heap that a parsed document takes for each character of its text, at most: short names, no blanks. */
const bytesPerCharacter = 100
/** What an entry takes beside. */
const entryBytes = 400

const patterned = 'patterned'

/**
 * Opens the store of shapes, by schema and by the text without its literals; within `maxBytes`; those
 * that are used again stay (shelf.ts).
 */
export function openShapes(maxTokens: number, maxBytes: number): Shapes {
  const shapes = openShelf<Shape | typeof patterned>('shapes', maxBytes)
  const set = (key: string, shape: Shape | typeof patterned): void => {
    const perCharacter = shape === patterned ? 1 : bytesPerCharacter
    shapes.set(key, shape, entryBytes + key.length * perCharacter)
  }
  return {
    find(schema, scanned) {
      let shape = shapes.get(keyOf(schema, scanned))
      if (shape === patterned) shape = shapes.get(keyOf(schema, scanned, patternOf(scanned)))
      if (shape === undefined || shape === patterned) return undefined
      if (shape.tokens + scanned.scalars > maxTokens) return undefined
      return asked(shape, scanned)
    },
    keep(schema, scanned, shape) {
      if (shape.isPatterned) set(keyOf(schema, scanned), patterned)
      set(keyOf(schema, scanned, shape.isPatterned ? patternOf(scanned) : ''), shape)
      return asked(shape, scanned)
    },
    state: () => shapes.state(),
  }
}

function asked({ document, holes }: Shape, { literals }: Scanned): Question | undefined {
  if (literals.length !== holes.length) return undefined
  const lifted: Record<string, LiftedValue> = {}
  for (const [index, { variable, type }] of holes.entries()) {
    const literal = literals[index]
    const value = literal && valueOf(literal, type)
    if (value === undefined) return undefined
    lifted[variable] = value
  }
  return { document, lifted }
}

/** Which of a text's literals are equal: for each the first one that is. */
function patternOf({ literals }: Scanned): string {
  const firsts = new Map<string, number>()
  const pattern = literals.map((literal, index) => {
    const key = literalKey(literal)
    const first = firsts.get(key) ?? index
    firsts.set(key, first)
    return first
  })
  return pattern.join(',')
}

/** What a client wrote stands last, so that no text is taken for a pattern. */
function keyOf(schema: string, { key }: Scanned, pattern = ''): string {
  return `${schema}\n${pattern}\n${key}`
}
