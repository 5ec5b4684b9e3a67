import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  isAbstractType,
  isCompositeType,
  isUnionType,
} from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import type { AnswerQuestion } from './compile-answer.ts'
import { holds, isCondition } from './decided.ts'

/** One field of an answer's object. */
export interface AskedField {
  /** The response name. */
  readonly name: string
  /** As the schema calls it. */
  readonly field: string
  /** Undefined for `__typename`. */
  readonly type: GraphQLOutputType | undefined
  readonly sets: readonly SelectionSetNode[]
}

type SelectedFields = (
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
) => readonly AskedField[]

/**
 * Opens the reading of selections: the fields that are asked of objects of one type, in the order of the
 * answer, fragments followed, fields of one response name made one (GraphQL, 6.3.2).
 */
export function openSelections({
  schema,
  document,
  conditions,
}: Pick<AnswerQuestion, 'schema' | 'document' | 'conditions'>): SelectedFields {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
    ),
  )
  return (type, sets) => {
    const found = new Map<string, { first: FieldNode; sets: SelectionSetNode[] }>()
    const follow = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (!isIncluded(selection, conditions)) continue
        if (selection.kind === Kind.FIELD) add(selection)
        else {
          const inner =
            selection.kind === Kind.INLINE_FRAGMENT
              ? selection
              : fragments.get(selection.name.value)
          if (inner && applies(inner.typeCondition?.name.value, type)) follow(inner.selectionSet)
        }
      }
    }
    const add = (field: FieldNode): void => {
      const name = (field.alias ?? field.name).value
      const known = found.get(name) ?? { first: field, sets: [] }
      if (field.selectionSet) known.sets.push(field.selectionSet)
      found.set(name, known)
    }
    for (const set of sets) follow(set)
    return Array.from(found, ([name, { first, sets: inner }]) => ({
      name,
      field: first.name.value,
      type: typeOf(type, first.name.value),
      sets: inner,
    }))
  }

  function applies(condition: string | undefined, type: GraphQLCompositeType): boolean {
    if (condition === undefined || condition === type.name) return true
    const wanted = schema.getType(condition)
    return isAbstractType(wanted) && !isUnionType(type) && schema.isSubType(wanted, type)
  }
}

function typeOf(parent: GraphQLCompositeType, name: string): GraphQLOutputType | undefined {
  if (name === '__typename') return undefined
  const field =
    isCompositeType(parent) && !isUnionType(parent) ? parent.getFields()[name] : undefined
  if (field === undefined)
    throw new CodedError(
      'GRAPHQL_VALIDATION_FAILED',
      `No field ${parent.name}.${name} is answered.`,
    )
  return field.type
}

function isIncluded(
  { directives = [] }: SelectionNode,
  conditions: Readonly<Record<string, boolean>>,
): boolean {
  return directives.every((directive) => !isCondition(directive) || holds(directive, conditions))
}
