import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import { documentText } from '../document/document-text.ts'

/** Stands where conditions leave nothing of a selection, which a plan cannot do without. */
const placeholder: FieldNode = {
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: '__typename' },
}

/**
 * A document without what `@skip` and `@include` leave out of it, and without these directives. It is planned
 * for each set of values anew: a plan that decides conditions as it runs asks for a field that was not
 * required, and tells the next ministry nothing about the object (`f @skip(if: $a) g`, where f requires others).
 */
export function decided(
  document: DocumentNode,
  values: Readonly<Record<string, boolean>>,
): DocumentNode {
  // A sign for a directive, or in a string: most documents have none.
  if (!documentText(document).includes('@')) return document
  const decide = <T extends SelectionNode>(node: T): T | null | undefined => {
    const directives = node.directives ?? []
    const conditions = directives.filter(isCondition)
    if (conditions.length === 0) return undefined
    if (!conditions.every((condition) => holds(condition, values))) return null
    return { ...node, directives: directives.filter((directive) => !isCondition(directive)) }
  }
  return visit(document, {
    Field: (node) => decide(node),
    InlineFragment: (node) => decide(node),
    FragmentSpread: (node) => decide(node),
    SelectionSet: {
      leave: (set): SelectionSetNode | undefined =>
        set.selections.length > 0 ? undefined : { ...set, selections: [placeholder] },
    },
  })
}

/** Whether a condition lets its selection stand. */
export function holds(
  { name, arguments: given = [] }: DirectiveNode,
  values: Readonly<Record<string, boolean>>,
): boolean {
  const value = given.find(({ name: argument }) => argument.value === 'if')?.value
  const isTrue =
    value?.kind === Kind.VARIABLE
      ? values[value.name.value] === true
      : value?.kind === Kind.BOOLEAN && value.value
  return isTrue === (name.value === 'include')
}

/** Whether a directive is one of the two that decide on selections. */
export function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include'
}
