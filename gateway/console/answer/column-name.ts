import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from 'graphql'
import { labelOf } from '../../export/me-labels.ts'
import type { Column } from './tables.ts'

/** Keys that say nothing by themselves: what they belong to names the column. */
const silent: ReadonlySet<string> = new Set(['key', 'node', 'value'])

/** A column's short name: its path without what is silent, `province · name`. */
export function columnName({ path }: Pick<Column, 'path'>): string {
  const said = path.filter((part) => !silent.has(part))
  return (said.length === 0 ? path : said).join(' · ')
}

/** What the schema calls the field that a path of response keys leads to; undefined where it cannot be told. */
export interface FieldWords {
  readonly vi: string
  readonly en: string
  /** The whole description, for those who want to know more. */
  readonly description: string
  /** Square metres and the like, where the description tells it in its last parentheses. */
  readonly type: string
}

/** Follows response keys through the operation and the schema. */
export function fieldWords(
  schema: GraphQLSchema | undefined,
  document: DocumentNode | undefined,
  path: readonly string[],
): FieldWords | undefined {
  const operation = document?.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  let found: Found | undefined
  let type: GraphQLNamedType | undefined = schema?.getQueryType() ?? undefined
  let selections: SelectionSetNode | undefined = operation?.selectionSet
  for (const key of path) {
    found = document && fieldOf(document, type, selections, key)
    if (found === undefined) return undefined
    type = getNamedType(found.field.type)
    selections = found.node.selectionSet
  }
  if (found === undefined) return undefined
  const { field, node } = found
  return {
    ...labelOf(field.description, node.alias?.value ?? node.name.value),
    description: field.description ?? '',
    type: getNamedType(field.type).name,
  }
}

interface Found {
  readonly node: FieldNode
  readonly field: GraphQLField<unknown, unknown>
}

function fieldOf(
  document: DocumentNode,
  type: GraphQLNamedType | undefined,
  selections: SelectionSetNode | undefined,
  key: string,
): Found | undefined {
  const node = fieldNode(document, selections, key)
  if (node === undefined || !(isObjectType(type) || isInterfaceType(type))) return undefined
  const field = type.getFields()[node.name.value]
  return field && { node, field }
}

function fieldNode(
  document: DocumentNode,
  selections: SelectionSetNode | undefined,
  key: string,
): FieldNode | undefined {
  const waiting = [...(selections?.selections ?? [])]
  for (const node of waiting) {
    if (node.kind === Kind.FIELD) {
      if ((node.alias ?? node.name).value === key) return node
    } else if (node.kind === Kind.INLINE_FRAGMENT) waiting.push(...node.selectionSet.selections)
    else {
      const { value: name } = node.name
      const fragment = document.definitions.find(
        (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name,
      )
      if (fragment?.kind === Kind.FRAGMENT_DEFINITION)
        waiting.push(...fragment.selectionSet.selections)
    }
  }
  return undefined
}
