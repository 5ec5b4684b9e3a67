import {
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type NamedTypeNode,
  type OperationTypeNode,
  type SchemaDefinitionNode,
  type TypeDefinitionNode,
  type TypeNode,
  isTypeDefinitionNode,
  specifiedScalarTypes,
} from 'graphql'

/** Operation kinds and the names of their root types. */
export type Roots = ReadonlyMap<OperationTypeNode, string>

type Types = ReadonlyMap<string, TypeDefinitionNode>

/**
 * What is left of a schema's definitions once types without any part are taken out, with all that names them, and
 * types to which nothing leads from a root; types behind an interface stay where a field answers the interface.
 */
export function reachable(
  definitions: readonly DefinitionNode[],
  roots: Roots,
): readonly DefinitionNode[] {
  let types: Types = new Map(
    definitions.filter(isTypeDefinitionNode).map((node) => [node.name.value, node]),
  )
  for (;;) {
    const found = foundFrom(types, [...roots.values()])
    if (found.size === types.size) break
    const isKept = (name: string) => found.has(name) || specified.has(name)
    types = new Map(
      [...types].flatMap(([name, node]) =>
        found.has(name) ? [[name, without(node, isKept)]] : [],
      ),
    )
  }
  const isKept = (name: string) => types.has(name) || specified.has(name)
  const directives = definitions
    .filter((node) => node.kind === Kind.DIRECTIVE_DEFINITION)
    .map((node) => ({ ...node, arguments: inputsOf(node.arguments, isKept) }))
  return [schemaOf(roots, types), ...types.values(), ...directives]
}

const specified: ReadonlySet<string> = new Set(specifiedScalarTypes.map(({ name }) => name))

function foundFrom(types: Types, roots: readonly string[]): ReadonlySet<string> {
  const behind = implementations(types)
  const found = new Set<string>()
  const opened = new Set<string>()
  const queue = [...roots]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const node = types.get(name)
    if (node === undefined || found.has(name) || isEmpty(node)) continue
    found.add(name)
    queue.push(...namesIn(node))
    for (const answer of answersOf(node)) {
      if (opened.has(answer)) continue
      opened.add(answer)
      queue.push(...(behind.get(answer) ?? []))
    }
  }
  return found
}

function implementations(types: Types): ReadonlyMap<string, readonly string[]> {
  const behind = new Map<string, string[]>()
  for (const [name, node] of types)
    for (const face of facesOf(node)) behind.set(face, [...(behind.get(face) ?? []), name])
  return behind
}

function facesOf(node: TypeDefinitionNode): readonly string[] {
  return 'interfaces' in node ? (node.interfaces ?? []).map(nameOf) : []
}

function isEmpty(node: TypeDefinitionNode): boolean {
  if (node.kind === Kind.UNION_TYPE_DEFINITION) return (node.types ?? []).length === 0
  return 'fields' in node && (node.fields ?? []).length === 0
}

/** The types that fields of a type answer. */
function answersOf(node: TypeDefinitionNode): readonly string[] {
  return 'fields' in node ? (node.fields ?? []).map(({ type }) => nameOf(type)) : []
}

/** All types that a type names. */
function namesIn(node: TypeDefinitionNode): readonly string[] {
  if (node.kind === Kind.UNION_TYPE_DEFINITION) return (node.types ?? []).map(nameOf)
  const fields: readonly (FieldDefinitionNode | InputValueDefinitionNode)[] =
    'fields' in node ? (node.fields ?? []) : []
  const given = fields.flatMap((field) => ('arguments' in field ? (field.arguments ?? []) : []))
  return [...facesOf(node), ...[...fields, ...given].map(({ type }) => nameOf(type))]
}

type IsKept = (name: string) => boolean

function without(node: TypeDefinitionNode, isKept: IsKept): TypeDefinitionNode {
  const named = (names: readonly NamedTypeNode[] = []) => names.filter((one) => isKept(nameOf(one)))
  if (node.kind === Kind.UNION_TYPE_DEFINITION) return { ...node, types: named(node.types) }
  if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
    return { ...node, fields: inputsOf(node.fields, isKept) }
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION)
    return node
  const fields = (node.fields ?? [])
    .filter(({ type }) => isKept(nameOf(type)))
    .map((field) => ({ ...field, arguments: inputsOf(field.arguments, isKept) }))
  return { ...node, interfaces: named(node.interfaces), fields }
}

function inputsOf(
  inputs: readonly InputValueDefinitionNode[] = [],
  isKept: IsKept,
): readonly InputValueDefinitionNode[] {
  return inputs.filter(({ type }) => isKept(nameOf(type)))
}

function schemaOf(roots: Roots, types: Types): SchemaDefinitionNode {
  return {
    kind: Kind.SCHEMA_DEFINITION,
    operationTypes: [...roots]
      .filter(([, name]) => types.has(name))
      .map(([operation, value]) => ({
        kind: Kind.OPERATION_TYPE_DEFINITION,
        operation,
        type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value } },
      })),
  }
}

function nameOf(type: TypeNode): string {
  let at = type
  while (at.kind !== Kind.NAMED_TYPE) at = at.type
  return at.name.value
}
