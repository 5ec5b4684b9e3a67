import {
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql'
import type { ReadClass } from '../../auth/class-table.ts'
import { opens, type Purpose } from '../../auth/purpose.ts'
import { purposesOf } from '../../auth/purpose-table.ts'
import { CodedError } from '../../schema/errors.ts'
import type { Identity } from '../context.ts'
import type { Generation } from '../supergraph/generation.ts'
import { onlyQuery } from '../trusted/query-name.ts'

/** A registered document that a caller may ask by its address. */
export interface UsableDocument {
  /** As the caller sees it. */
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly name: string
  /** The variables that its text declares. */
  readonly parameters: readonly VariableDefinitionNode[]
  /** The classes of personal data that it may touch. */
  readonly classes: readonly ReadClass[]
  /** The caller's purposes that open all of them; none where there are no classes. */
  readonly purposes: readonly Purpose[]
}

/**
 * Whether a caller may use a document at all: it is one named query, fits the schema that the caller sees, and everything
 * that it may read, whatever its conditions, is open to the caller in some role and for some purpose. Undefined where
 * it is not so, which reads as if there were no such document. Nothing of it depends on parameters.
 */
export async function usableDocument(
  { access, prepare }: Pick<Generation, 'access' | 'prepare'>,
  { caller, seen }: Identity,
  text: string,
): Promise<UsableDocument | undefined> {
  if (access === undefined) return undefined
  try {
    const visible = access.visible(seen)
    const prepared = prepare(text, visible)
    if ('errors' in prepared) return undefined
    const { document, lifted } = prepared
    const operation = onlyQuery(document)
    if (operation?.name === undefined) return undefined
    const { refused, classes } = await access.authorise({
      document: unconditional(document),
      grants: seen,
    })
    const purposes =
      classes.length === 0 ? [] : purposesOf(caller.roles).filter((one) => opens(one, classes))
    if (refused.length > 0 || (classes.length > 0 && purposes.length === 0)) return undefined
    const parameters = (operation.variableDefinitions ?? []).filter(
      ({ variable }) => !Object.hasOwn(lifted, variable.name.value),
    )
    const { schema } = visible
    return {
      schema,
      document,
      operation,
      name: operation.name.value,
      parameters,
      classes,
      purposes,
    }
  } catch (error) {
    if (error instanceof CodedError) return undefined
    throw error
  }
}

const whole = new WeakMap<DocumentNode, DocumentNode>()

/** The document as if each condition let its field stand. */
function unconditional(document: DocumentNode): DocumentNode {
  const known = whole.get(document) ?? withoutConditions(document)
  whole.set(document, known)
  return known
}

function withoutConditions(document: DocumentNode): DocumentNode {
  let isConditional = false
  const visited = visit(document, {
    Directive(node) {
      if (!isDecidedByVariable(node)) return undefined
      isConditional = true
      return null
    },
  })
  // Without its place in a text, which would stand for it otherwise.
  return isConditional ? { kind: Kind.DOCUMENT, definitions: visited.definitions } : document
}

function isDecidedByVariable({ name, arguments: given = [] }: DirectiveNode): boolean {
  const isCondition = name.value === 'skip' || name.value === 'include'
  return isCondition && given.some(({ value }) => value.kind === Kind.VARIABLE)
}
