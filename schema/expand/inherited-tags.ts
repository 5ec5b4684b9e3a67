import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  print,
} from 'graphql'
import { enumName, generatedName, rootNames } from '../model/generated-name.ts'
import type { Model, TableType } from '../model/model.ts'
import { walkPath } from '../model/walk-path.ts'

/**
 * The expanded schema with `@tag` on what was generated from something tagged: a contract that takes a field out takes
 * its filter, order, measures and dimension out too, and with a type its pages, totals, groups and roots. Without that
 * a hidden value could be asked for by filtering. The text itself where the ministry tags nothing.
 */
export function inheritedTags(expanded: string, model: Model): string {
  const given = tagsByCoordinate(model)
  if (given.size === 0) return expanded
  const wanted = new Map<string, readonly ConstDirectiveNode[]>()
  const add = (coordinate: string, tags: readonly ConstDirectiveNode[] = []): void => {
    if (tags.length > 0) wanted.set(coordinate, [...(wanted.get(coordinate) ?? []), ...tags])
  }
  for (const type of model.types.values()) {
    if (type.kind !== 'table') continue
    for (const coordinate of ofType(type)) add(coordinate, given.get(type.name))
    for (const field of [...type.columns.keys(), ...type.joins.keys()])
      for (const coordinate of ofField(type, field))
        add(coordinate, given.get(`${type.name}.${field}`))
    for (const dimension of type.dimensions.values())
      for (const source of sourcesOf(model, type, dimension))
        for (const coordinate of ofDimension(type, dimension.name))
          add(coordinate, given.get(source))
  }
  const document = parse(expanded, { noLocation: true })
  return print({
    ...document,
    definitions: document.definitions.map((node) => withTags(node, wanted)),
  })
}

type Tags = readonly ConstDirectiveNode[]

function tagsByCoordinate({ document }: Model): ReadonlyMap<string, Tags> {
  const found = new Map<string, Tags>()
  const note = (coordinate: string, directives: Tags = []): void => {
    const tags = directives.filter(({ name }) => name.value === 'tag')
    if (tags.length > 0) found.set(coordinate, tags)
  }
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    note(node.name.value, node.directives)
    for (const field of node.fields ?? [])
      note(`${node.name.value}.${field.name.value}`, field.directives)
  }
  return found
}

function ofType({ name, plural, columns }: TableType): readonly string[] {
  const made = [
    generatedName.connection,
    generatedName.edge,
    generatedName.totals,
    generatedName.filter,
    generatedName.listFilter,
    generatedName.keyFilter,
    generatedName.order,
    generatedName.orderField,
    generatedName.groups,
    generatedName.group,
    generatedName.groupKey,
    generatedName.groupBy,
    generatedName.dimension,
    generatedName.measureField,
    generatedName.measureInput,
    generatedName.having,
    generatedName.groupOrder,
  ].map((nameOf) => nameOf(name))
  const measured = [...columns.keys()].flatMap((field) => [
    generatedName.measure(name, field),
    generatedName.measureHaving(name, field),
  ])
  const roots = Object.values(rootNames(name, plural)).map((root) => `Query.${root}`)
  return [...made, ...measured, ...roots]
}

function ofField({ name }: TableType, field: string): readonly string[] {
  return [
    `${generatedName.filter(name)}.${field}`,
    `${generatedName.keyFilter(name)}.${field}`,
    `${generatedName.orderField(name)}.${enumName(field)}`,
    `${generatedName.totals(name)}.${field}`,
    `${generatedName.group(name)}.${field}`,
    `${generatedName.measureField(name)}.${enumName(field)}`,
    `${generatedName.having(name)}.${field}`,
    generatedName.measure(name, field),
    generatedName.measureHaving(name, field),
  ]
}

function ofDimension({ name }: TableType, dimension: string): readonly string[] {
  return [
    `${generatedName.dimension(name)}.${enumName(dimension)}`,
    `${generatedName.groupKey(name)}.${dimension}`,
  ]
}

/** Every field that a dimension reads on its way, and the types that it comes through. */
function sourcesOf(
  model: Model,
  type: TableType,
  { via, field }: { readonly via: readonly string[]; readonly field: string },
): readonly string[] {
  const steps = walkPath(model, type, via)
  if (typeof steps === 'string') return []
  const owner = steps.at(-1)?.to ?? type
  return [
    ...steps.flatMap(({ from, join, to }) => [`${from.name}.${join.field}`, to.name]),
    `${owner.name}.${field}`,
  ]
}

function withTags(node: DefinitionNode, wanted: ReadonlyMap<string, Tags>): DefinitionNode {
  if (
    node.kind === Kind.OBJECT_TYPE_DEFINITION ||
    node.kind === Kind.OBJECT_TYPE_EXTENSION ||
    node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION
  ) {
    const name = node.name.value
    const inside = <Field extends FieldDefinitionNode | InputValueDefinitionNode>(field: Field) =>
      tagged(field, `${name}.${field.name.value}`, wanted)
    return node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION
      ? tagged({ ...node, fields: (node.fields ?? []).map(inside) }, name, wanted)
      : tagged({ ...node, fields: (node.fields ?? []).map(inside) }, name, wanted)
  }
  if (node.kind !== Kind.ENUM_TYPE_DEFINITION) return node
  const name = node.name.value
  const values = (node.values ?? []).map((value) =>
    tagged(value, `${name}.${value.name.value}`, wanted),
  )
  return tagged({ ...node, values }, name, wanted)
}

function tagged<Node extends { readonly directives?: Tags }>(
  node: Node,
  coordinate: string,
  wanted: ReadonlyMap<string, Tags>,
): Node {
  const more = wanted.get(coordinate) ?? []
  const known = (node.directives ?? []).map((directive) => print(directive))
  const added = new Map(more.map((directive) => [print(directive), directive]))
  for (const one of known) added.delete(one)
  return added.size === 0
    ? node
    : { ...node, directives: [...(node.directives ?? []), ...added.values()] }
}
