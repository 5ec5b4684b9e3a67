import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isObjectType,
} from 'graphql'
import { type Label, labelOf } from '../../export/me-labels.ts'
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

/** What a language calls a value of an enum; other values as they are. */
export function valueWords(
  schema: GraphQLSchema | undefined,
  found: FieldWords | undefined,
  language: 'vi' | 'en',
): (text: string) => string {
  const type = found && schema?.getType(found.type)
  if (!isEnumType(type)) return (text) => text
  return (text) => {
    const value = type.getValue(text)
    return value ? labelOf(value.description, text)[language] : text
  }
}

/** Follows response keys through the operation and the schema. */
export function fieldWords(
  schema: GraphQLSchema | undefined,
  document: DocumentNode | undefined,
  path: readonly string[],
): FieldWords | undefined {
  const followed = document && follow(schema, document, path)
  const found = followed?.at(-1)
  if (found === undefined) return undefined
  const { field, node, parent } = found
  const own = labelOf(field.description, node.alias?.value ?? node.name.value)
  const owner = measure.test(parent) ? followed?.at(-2)?.field.description : undefined
  return {
    ...(owner ? measured(labelOf(owner, ''), own) : own),
    description: field.description ?? '',
    type: getNamedType(field.type).name,
  }
}

/** The fields on a path of response keys; undefined where it leads nowhere. */
function follow(
  schema: GraphQLSchema | undefined,
  document: DocumentNode,
  path: readonly string[],
): readonly Found[] | undefined {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  const followed: Found[] = []
  let type: GraphQLNamedType | undefined = schema?.getQueryType() ?? undefined
  let selections: SelectionSetNode | undefined = operation?.selectionSet
  for (const key of path) {
    const found = fieldOf(document, type, selections, key)
    if (found === undefined) return undefined
    followed.push(found)
    type = getNamedType(found.field.type)
    selections = found.node.selectionSet
  }
  return followed
}

const measure = /Measure$/

function short(text: string): string {
  return (text.split(', ', 1)[0] ?? '').toLowerCase()
}

/** A function of a measure is told with what it measures: `Area, square metres: sum`. */
function measured(of: Label, fn: Label): Label {
  return { vi: `${of.vi}: ${short(fn.vi)}`, en: `${of.en}: ${short(fn.en)}` }
}

interface Found {
  readonly node: FieldNode
  readonly field: GraphQLField<unknown, unknown>
  /** The name of the type that has the field. */
  readonly parent: string
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
  return field && { node, field, parent: type.name }
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
