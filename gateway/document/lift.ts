import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLScalarType,
  type GraphQLSchema,
  Kind,
  type VariableDefinitionNode,
  getNamedType,
  getNullableType,
  isListType,
  isScalarType,
  parseType,
  visit,
} from 'graphql'
import { liftedValue, type LiftedValue } from './lifted-value.ts'
import { rewritten } from './rewritten.ts'
import type { LiteralText } from './scan-literals.ts'

/** Where a literal was, and the variable that stands there now. */
export interface Hole {
  readonly variable: string
  readonly type: GraphQLScalarType
}

export interface Lifted {
  /** The document with variables in the place of literals; without locations. */
  readonly document: DocumentNode
  /** In the order of the literals. */
  readonly holes: readonly Hole[]
}

interface Place {
  /** What the place takes, beyond null. */
  readonly written: string
  readonly type: GraphQLScalarType
}

/**
 * Puts variables in the place of the literals that were found in a document's text. Equal literals of one
 * type share a variable where `areShared` says so. Answers undefined where one stands at a place that is not
 * a scalar's or a list of scalars, where it does not fit there, and where several operations would share the variables.
 */
export function lift(
  document: DocumentNode,
  literals: readonly LiteralText[],
  given: { readonly schema: GraphQLSchema; readonly areShared: boolean },
): Lifted | undefined {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION)
  if (operations.length !== 1) return undefined
  const prefix = freePrefix(document)
  const byStart = new Map(literals.map((literal, index) => [literal.start, { literal, index }]))
  const holes: Hole[] = []
  const shared = new Map<string, string>()
  const added = new Map<string, VariableDefinitionNode>()
  const lifted = rewritten(document, given.schema, (value, type) => {
    const found = byStart.get(value.loc?.start ?? -1)
    if (found === undefined) return undefined
    const { literal, index } = found
    const place = placeOf(type, literal)
    if (place === undefined || valueOf(literal, place.type) === undefined) return undefined
    const same = given.areShared ? `${place.written} ${literalKey(literal)}` : String(index)
    const variable = shared.get(same) ?? `${prefix}${index}`
    shared.set(same, variable)
    holes[index] = { variable, type: place.type }
    added.set(variable, definition(variable, place.written))
    return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } }
  })
  if (Object.keys(holes).length !== literals.length) return undefined
  return { document: withVariables(lifted, [...added.values()]), holes }
}

/** The value of a literal at a place of this type; undefined where it does not fit. */
export function valueOf(literal: LiteralText, type: GraphQLScalarType): LiftedValue | undefined {
  const values: (string | number)[] = []
  for (const scalar of literal.scalars) {
    const value = liftedValue(type, scalar)
    if (value === undefined) return undefined
    values.push(value)
  }
  return literal.isList ? values : values[0]
}

/** Literals with the same key are the same literal. */
export function literalKey({ isList, scalars }: LiteralText): string {
  const texts = scalars.map(({ raw }) => raw).join(' ')
  return isList ? `[${texts}]` : texts
}

function placeOf(outer: GraphQLInputType | undefined, { isList }: LiteralText): Place | undefined {
  if (!outer) return undefined
  const place = getNullableType(outer)
  const type = getNamedType(place)
  if (!isScalarType(type)) return undefined
  if (isList && !(isListType(place) && getNullableType(place.ofType) === type)) return undefined
  return { written: `${String(place)}!`, type }
}

function definition(variable: string, written: string): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } },
    type: parseType(written, { noLocation: true }),
  }
}

function withVariables(
  document: DocumentNode,
  added: readonly VariableDefinitionNode[],
): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((node) =>
      node.kind === Kind.OPERATION_DEFINITION
        ? { ...node, variableDefinitions: [...(node.variableDefinitions ?? []), ...added] }
        : node,
    ),
  }
}

/** A name that no variable of the document begins with. */
function freePrefix(document: DocumentNode): string {
  let prefix = '_'
  if (document.loc?.source.body.includes('$') === false) return prefix
  visit(document, {
    Variable: ({ name }) => {
      while (name.value.startsWith(prefix)) prefix += '_'
    },
  })
  return prefix
}
