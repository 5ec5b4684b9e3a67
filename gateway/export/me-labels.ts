import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  getNamedType,
  getOperationAST,
  isEnumType,
  isObjectType,
} from 'graphql'

/** What something is called, in both languages. */
export interface Label {
  readonly vi: string
  readonly en: string
}

/** A field that an export asks for, as a reader meets it. */
export interface LabelledField {
  readonly key: string
  readonly label: Label
  /** The scalar, enum or object type behind lists and non-null. */
  readonly type: string
  /** Of an enum, by value. */
  readonly values: ReadonlyMap<string, Label>
  /** Of an object. */
  readonly fields: readonly LabelledField[]
}

/**
 * The fields of one section of an export: of the person, or of the rows in the person's list of the
 * section's name. Labels are the SDL's descriptions.
 */
export function sectionFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  section: string,
): readonly LabelledField[] {
  const me = labelled(schema.getQueryType() ?? undefined, getOperationAST(document, section))
  const person = me.flatMap(({ fields }) => fields)
  const list = person.find(({ key }) => key === section)
  if (list === undefined) return person
  return list.fields.find(({ key }) => key === 'nodes')?.fields ?? []
}

interface Selecting {
  readonly selectionSet?: FieldNode['selectionSet']
}

function labelled(
  type: GraphQLNamedType | undefined,
  node: Selecting | null | undefined,
): readonly LabelledField[] {
  if (!isObjectType(type)) return []
  const known = type.getFields()
  return (node?.selectionSet?.selections ?? []).flatMap((selection) => {
    if (selection.kind !== Kind.FIELD) return []
    const field = known[selection.name.value]
    return field === undefined ? [] : [labelledField(field, selection)]
  })
}

function labelledField(
  { name, type, description }: GraphQLField<unknown, unknown>,
  node: Selecting,
): LabelledField {
  const named = getNamedType(type)
  const values = isEnumType(named) ? named.getValues() : []
  return {
    key: name,
    label: labelOf(description, name),
    type: named.name,
    values: new Map(values.map((value) => [value.name, labelOf(value.description, value.name)])),
    fields: labelled(named, node),
  }
}

/**
 * Descriptions are `Vietnamese · English`. What follows a semicolon, a colon or a parenthesis explains the
 * field to a programmer, and is no part of its name.
 */
export function labelOf(description: string | null | undefined, name: string): Label {
  const [vi = '', en = ''] = (description ?? '').split(' · ', 2).map((part) => {
    const [short = ''] = part.split(/[;:(]/, 1)
    return short.replaceAll('\n', ' ').trim()
  })
  return { vi: vi || en || name, en: en || name }
}
