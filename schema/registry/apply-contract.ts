import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type TypeDefinitionNode,
  type TypeNode,
  isTypeDefinitionNode,
  parse,
  print,
} from 'graphql'
import type { Contract } from './contract.ts'

/**
 * A variant of a supergraph: what the contract takes out is marked `@inaccessible`, as composition does it, so that
 * every Federation 2 router hides it. The rules are those of GraphOS contracts (a type's tags count for its fields;
 * `include` holds for output fields and unions), and what cannot stand without what is hidden is hidden with it. The
 * text itself where nothing is.
 */
export function applyContract(supergraph: string, contract: Contract): string {
  const document = parse(supergraph, { noLocation: true })
  const hidden = hiddenBy(document, contract)
  if (hidden.size === 0) return supergraph
  const definitions = document.definitions.map((node) => marked(node, hidden))
  return print(linked({ ...document, definitions }))
}

/** Coordinates: `Type`, `Type.field`, `Type.field(argument:)`, `Enum.VALUE`. */
type Hidden = ReadonlySet<string>

/** A part of a type. */
interface Member {
  readonly at: string
  readonly tags: readonly string[]
  /** Name of its type; absent for an enum's value, itself for a union's. */
  readonly type?: string
  /** An input that must be given. */
  readonly required: boolean
  /** A field of an object or interface, to which `include` applies. */
  readonly isOutput: boolean
  readonly args: readonly Member[]
}

interface TypeParts {
  readonly name: string
  readonly kind: TypeDefinitionNode['kind']
  readonly tags: readonly string[]
  readonly members: readonly Member[]
}

function hiddenBy(document: DocumentNode, contract: Contract): Hidden {
  const hidden = new Set<string>()
  // Names with two underscores are the machinery of supergraphs.
  const types = document.definitions
    .filter(isTypeDefinitionNode)
    .filter(({ name }) => !name.value.includes('__'))
    .map(partsOf)
  for (const type of types) hideTagged(type, contract, hidden)
  for (let before = -1; hidden.size > before;) {
    before = hidden.size
    for (const type of types) hideDependent(type, hidden)
  }
  return hidden
}

function partsOf(type: TypeDefinitionNode): TypeParts {
  const name = type.name.value
  return { name, kind: type.kind, tags: tagsOf(type.directives), members: membersOf(type) }
}

function membersOf(type: TypeDefinitionNode): readonly Member[] {
  const name = type.name.value
  switch (type.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      return (type.fields ?? []).map((field) => {
        const at = `${name}.${field.name.value}`
        const args = (field.arguments ?? []).map((argument) =>
          inputMember(argument, `${at}(${argument.name.value}:)`),
        )
        return { ...memberOf(field, at), isOutput: true, args }
      })
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return (type.fields ?? []).map((field) => inputMember(field, `${name}.${field.name.value}`))
    case Kind.ENUM_TYPE_DEFINITION:
      return (type.values ?? []).map(({ name: value, directives }) => ({
        at: `${name}.${value.value}`,
        tags: tagsOf(directives),
        ...plain,
      }))
    case Kind.UNION_TYPE_DEFINITION:
      return (type.types ?? []).map(({ name: { value } }) => ({ at: value, tags: [], ...plain }))
    case Kind.SCALAR_TYPE_DEFINITION:
      return []
    default:
      return type satisfies never
  }
}

const plain = { required: false, isOutput: false, args: [] } as const

function memberOf(node: FieldDefinitionNode | InputValueDefinitionNode, at: string): Member {
  return { at, tags: tagsOf(node.directives), type: named(node.type), ...plain }
}

function inputMember(node: InputValueDefinitionNode, at: string): Member {
  const required = node.type.kind === Kind.NON_NULL_TYPE && node.defaultValue === undefined
  return { ...memberOf(node, at), required }
}

function hideTagged(type: TypeParts, { include, exclude }: Contract, hidden: Set<string>): void {
  const isExcluded = (tags: readonly string[]) => tags.some((tag) => exclude.includes(tag))
  const isLeftOut = (tags: readonly string[]) =>
    include.length > 0 && !tags.some((tag) => include.includes(tag))
  const isUnion = type.kind === Kind.UNION_TYPE_DEFINITION
  if (isExcluded(type.tags) || (isUnion && isLeftOut(type.tags))) hidden.add(type.name)
  for (const { at, tags, isOutput, args } of type.members) {
    if (isExcluded(tags) || (isOutput && isLeftOut([...tags, ...type.tags]))) hidden.add(at)
    for (const argument of args) if (isExcluded(argument.tags)) hidden.add(argument.at)
  }
}

/** One round; what is hidden only grows, so that the rounds end. */
function hideDependent({ name, kind, members }: TypeParts, hidden: Set<string>): void {
  for (const member of members) {
    for (const argument of member.args) if (isTypeHidden(argument, hidden)) hidden.add(argument.at)
    const isUnusable = member.args.some(({ at, required }) => required && hidden.has(at))
    if (isUnusable || isTypeHidden(member, hidden)) hidden.add(member.at)
  }
  if (kind === Kind.SCALAR_TYPE_DEFINITION) return
  const isEmpty = members.every(({ at }) => hidden.has(at))
  // Without a value that it must have, an input can never be given.
  if (isEmpty || members.some(({ at, required }) => required && hidden.has(at))) hidden.add(name)
}

function isTypeHidden({ type }: Member, hidden: Hidden): boolean {
  return type !== undefined && hidden.has(type)
}

function named(type: TypeNode): string {
  let at: TypeNode = type
  while (at.kind !== Kind.NAMED_TYPE) at = at.type
  return at.name.value
}

function tagsOf(directives: readonly ConstDirectiveNode[] = []): readonly string[] {
  return directives
    .filter(({ name }) => name.value === 'tag')
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ name, value }) =>
      name.value === 'name' && value.kind === Kind.STRING ? [value.value] : [],
    )
}

const inaccessible: ConstDirectiveNode = Object.freeze({
  kind: Kind.DIRECTIVE,
  name: Object.freeze({ kind: Kind.NAME, value: 'inaccessible' } as const),
})

function withMark<Node extends { readonly directives?: readonly ConstDirectiveNode[] }>(
  node: Node,
  at: string,
  hidden: Hidden,
): Node {
  const directives = node.directives ?? []
  if (!hidden.has(at) || directives.some(({ name }) => name.value === 'inaccessible')) return node
  return { ...node, directives: [...directives, inaccessible] }
}

function marked(node: DefinitionNode, hidden: Hidden): DefinitionNode {
  if (!isTypeDefinitionNode(node)) return node
  const name = node.name.value
  const type = withMark(node, name, hidden)
  switch (type.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION: {
      const fields = (type.fields ?? []).map((field) => {
        const at = `${name}.${field.name.value}`
        const args = (field.arguments ?? []).map((argument) =>
          withMark(argument, `${at}(${argument.name.value}:)`, hidden),
        )
        return withMark({ ...field, arguments: args }, at, hidden)
      })
      return { ...type, fields }
    }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
      const fields = (type.fields ?? []).map((field) =>
        withMark(field, `${name}.${field.name.value}`, hidden),
      )
      return { ...type, fields }
    }
    case Kind.ENUM_TYPE_DEFINITION: {
      const values = (type.values ?? []).map((value) =>
        withMark(value, `${name}.${value.name.value}`, hidden),
      )
      return { ...type, values }
    }
    case Kind.UNION_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_DEFINITION:
      return type
    default:
      return type satisfies never
  }
}

const additions = parse(
  `schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) { query: Query }
  directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR
    | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION`,
  { noLocation: true },
).definitions

/** With the declaration and the link of `@inaccessible`, where the supergraph has none. */
function linked(document: DocumentNode): DocumentNode {
  const isDeclared = document.definitions.some(
    (node) => node.kind === Kind.DIRECTIVE_DEFINITION && node.name.value === 'inaccessible',
  )
  if (isDeclared) return document
  const links = additions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION ? (node.directives ?? []) : [],
  )
  const definitions = document.definitions.map((node) =>
    node.kind === Kind.SCHEMA_DEFINITION
      ? { ...node, directives: [...(node.directives ?? []), ...links] }
      : node,
  )
  const declarations = additions.filter((node) => node.kind === Kind.DIRECTIVE_DEFINITION)
  return { ...document, definitions: [...definitions, ...declarations] }
}
