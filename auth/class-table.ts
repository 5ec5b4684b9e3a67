import {
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type TypeNode,
} from 'graphql'
import { type RecordClass, recordClassOf, type unknownClass } from './record-class.ts'
import { argumentsOf } from './rule-directives.ts'

export type ReadClass = RecordClass | typeof unknownClass

/** Which classes of personal data each coordinate of a schema touches. */
export interface ClassTable {
  /** Its own class, and those by which the persons behind the rows that it answers are named. */
  readonly touched: (typeName: string, fieldName: string) => readonly ReadClass[]
  /** What entering a type touches: that there is such a row at all says something. */
  readonly entered: (typeName: string) => readonly ReadClass[]
}

interface ClassedType {
  readonly keys: Set<string>
  readonly classes: Map<string, ReadClass>
  readonly answers: Map<string, string>
}

/**
 * Reads `@classified` out of a schema's text (a supergraph's or a ministry's). A type with a classified
 * field holds records of persons: whoever answers one touches the classes of its key's fields, and a
 * page of such rows touches the same, since its count answers too.
 */
export function classesOf(sdl: DocumentNode): ClassTable {
  const types = classedTypes(sdl)
  const entered = enteredOf(sdl, types)
  const touched = new Map<string, readonly ReadClass[]>()
  for (const [name, { classes, answers }] of types)
    for (const [field, answer] of answers) {
      const own = classes.get(field)
      const all = [...(own === undefined ? [] : [own]), ...(entered.get(answer) ?? [])]
      if (all.length > 0) touched.set(`${name}.${field}`, Object.freeze([...new Set(all)]))
    }
  return Object.freeze({
    touched: (typeName: string, fieldName: string) =>
      touched.get(`${typeName}.${fieldName}`) ?? none,
    entered: (typeName: string) => entered.get(typeName) ?? none,
  })
}

function classedTypes(sdl: DocumentNode): ReadonlyMap<string, ClassedType> {
  const types = new Map<string, ClassedType>()
  for (const node of sdl.definitions)
    if (isObject(node)) {
      const type = types.get(node.name.value) ?? emptyType()
      types.set(node.name.value, type)
      read(node, type)
    }
  return types
}

/** An interface or union may be any of the types behind it. */
function enteredOf(
  sdl: DocumentNode,
  types: ReadonlyMap<string, ClassedType>,
): ReadonlyMap<string, readonly ReadClass[]> {
  const entered = new Map<string, readonly ReadClass[]>()
  const behind = (abstract: string, name: string): void =>
    void entered.set(abstract, [
      ...new Set([...(entered.get(abstract) ?? []), ...(entered.get(name) ?? [])]),
    ])
  for (const [name, type] of types) entered.set(name, entry(type, types))
  for (const node of sdl.definitions) {
    if (isObject(node))
      for (const face of node.interfaces ?? []) behind(face.name.value, node.name.value)
    if (node.kind === Kind.UNION_TYPE_DEFINITION || node.kind === Kind.UNION_TYPE_EXTENSION)
      for (const member of node.types ?? []) behind(node.name.value, member.name.value)
  }
  return entered
}

function isObject(
  node: DefinitionNode,
): node is ObjectTypeDefinitionNode | ObjectTypeExtensionNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION
}

const none: readonly ReadClass[] = Object.freeze([])

function emptyType(): ClassedType {
  return { keys: new Set(), classes: new Map(), answers: new Map() }
}

function read(node: ObjectTypeDefinitionNode | ObjectTypeExtensionNode, type: ClassedType): void {
  for (const directive of node.directives ?? []) {
    // `@key(fields:)` of a ministry is `@join__type(key:)` in a supergraph.
    const { key, fields = key } = argumentsOf(directive)
    const isKey = directive.name.value === 'key' || directive.name.value === 'join__type'
    if (isKey && typeof fields === 'string')
      for (const field of fields.trim().split(/\s+/)) type.keys.add(field)
  }
  for (const field of node.fields ?? []) {
    type.answers.set(field.name.value, named(field.type))
    const said = field.directives?.find((directive) => directive.name.value === 'classified')
    if (said === undefined) continue
    const { level, category } = argumentsOf(said)
    type.classes.set(field.name.value, recordClassOf(level, category))
  }
}

function entry(
  { keys, classes, answers }: ClassedType,
  types: ReadonlyMap<string, ClassedType>,
): readonly ReadClass[] {
  if (classes.size > 0) {
    const ofKeys = [...keys].flatMap((field) => classes.get(field) ?? [])
    return ofKeys.length > 0 ? [...new Set(ofKeys)] : [...classes.values()].slice(0, 1)
  }
  const row = types.get(answers.get('nodes') ?? '')
  return row === undefined || row.classes.size === 0 ? none : entry(row, types)
}

function named(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type)
}
