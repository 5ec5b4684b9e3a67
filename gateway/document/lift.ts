import {
  type ASTNode,
  type DocumentNode,
  type GraphQLScalarType,
  type GraphQLSchema,
  Kind,
  TypeInfo,
  type VariableDefinitionNode,
  type VariableNode,
  getNamedType,
  getNullableType,
  isListType,
  isScalarType,
  parseType,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { isRecord } from '../is-record.ts'
import { liftedValue, type LiftedValue } from './lifted-value.ts'
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
  const types = new TypeInfo(given.schema)
  const replaced = (node: ASTNode): VariableNode | undefined => {
    const found = byStart.get(node.loc?.start ?? -1)
    if (found === undefined) return undefined
    const { literal, index } = found
    const place = placeOf(types, literal)
    if (place === undefined || valueOf(literal, place.type) === undefined) return undefined
    const same = given.areShared ? `${place.written} ${literalKey(literal)}` : String(index)
    const variable = shared.get(same) ?? `${prefix}${index}`
    shared.set(same, variable)
    holes[index] = { variable, type: place.type }
    added.set(variable, definition(variable, place.written))
    return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } }
  }
  const lifted = visit(
    document,
    visitWithTypeInfo(types, {
      IntValue: replaced,
      FloatValue: replaced,
      StringValue: replaced,
      ListValue: replaced,
    }),
  )
  if (Object.keys(holes).length !== literals.length) return undefined
  return { document: withoutLocations(withVariables(lifted, [...added.values()])), holes }
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

function placeOf(types: TypeInfo, { isList }: LiteralText): Place | undefined {
  // Inside a list, graphql's current input type is that of its items.
  const outer = isList ? types.getParentInputType() : types.getInputType()
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
  visit(document, {
    Variable: ({ name }) => {
      while (name.value.startsWith(prefix)) prefix += '_'
    },
  })
  return prefix
}

/** The document stands for others with other places, and must not hold the text of its first. */
function withoutLocations(document: DocumentNode): DocumentNode {
  const stripped = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(stripped)
    if (!isRecord(value)) return value
    const copy: Record<string, unknown> = {}
    for (const key of Object.keys(value)) if (key !== 'loc') copy[key] = stripped(value[key])
    return copy
  }
  // A copy of the same structure.
  return stripped(document) as DocumentNode
}
