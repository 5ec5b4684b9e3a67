import {
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from 'graphql'
import { type Masks, masked } from '../../auth/mask.ts'
import { isRecord } from '../is-record.ts'

/** The scalar of personal numbers in every ministry's schema. */
const personalId = 'PersonalId'

export interface Answered {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
}

/**
 * Masks every personal number in an answer, in place. Ministries mask their other columns themselves; a
 * person's number is the key by which the gateway asks the next ministry, so it can be masked only here.
 */
export function maskNumbers(
  { schema, document, operation }: Answered,
  data: unknown,
  masks: Masks,
): void {
  if (masks.NUMBER === 'WHOLE') return
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  )
  const mask = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(mask) : masked(masks, 'NUMBER', value)

  const visit = (
    value: unknown,
    set: SelectionSetNode,
    type: GraphQLNamedType | undefined,
  ): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, set, type)
    if (!isRecord(value)) return
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) visitField(value, node, type)
      else {
        const inner = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)
        const condition = inner?.typeCondition?.name.value
        if (inner !== undefined)
          visit(
            value,
            inner.selectionSet,
            condition === undefined ? type : schema.getType(condition),
          )
      }
    }
  }
  const visitField = (
    value: Record<string, unknown>,
    {
      alias,
      name,
      selectionSet,
    }: Extract<SelectionSetNode['selections'][number], { kind: Kind.FIELD }>,
    type: GraphQLNamedType | undefined,
  ): void => {
    const key = alias?.value ?? name.value
    const hasFields = isObjectType(type) || isInterfaceType(type)
    const field = hasFields ? type.getFields()[name.value] : undefined
    if (field === undefined || !Object.hasOwn(value, key)) return
    const answered = getNamedType(field.type)
    if (answered.name === personalId) value[key] = mask(value[key])
    else if (selectionSet !== undefined) visit(value[key], selectionSet, answered)
  }
  visit(data, operation.selectionSet, schema.getRootType(operation.operation) ?? undefined)
}
