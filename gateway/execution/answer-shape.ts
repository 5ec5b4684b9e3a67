import {
  type GraphQLOutputType,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  parse,
} from 'graphql'
import { LRUCache } from 'lru-cache'

/** The objects and lists that an operation's answer is made of, by response name. Leaves are left out. */
export interface AnswerShape {
  readonly fields: ReadonlyMap<string, FieldShape>
}

export interface FieldShape extends AnswerShape {
  /** Lists around the objects; undefined when the schema does not say. */
  readonly lists: number | undefined
}

interface Growing {
  readonly lists: number | undefined
  readonly fields: Map<string, Growing>
}

/** Operations kept; plans repeat theirs word for word. */
const maxShapes = 2000

/** Opens the reading of shapes of the operations that plans send to ministries. */
export function openShapes(schema: GraphQLSchema): (operation: string) => AnswerShape {
  const shapes = new LRUCache<string, AnswerShape>({ max: maxShapes })
  return (operation) => {
    const known = shapes.get(operation)
    if (known) return known
    const shape: Growing = { lists: 0, fields: new Map() }
    for (const definition of parse(operation, { noLocation: true }).definitions)
      if (definition.kind === Kind.OPERATION_DEFINITION)
        grow(schema, shape, schema.getRootType(definition.operation)?.name, definition.selectionSet)
    shapes.set(operation, shape)
    return shape
  }
}

function grow(
  schema: GraphQLSchema,
  shape: Growing,
  typeName: string | undefined,
  set: SelectionSetNode,
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT)
      grow(schema, shape, selection.typeCondition?.name.value ?? typeName, selection.selectionSet)
    if (selection.kind !== Kind.FIELD || !selection.selectionSet) continue
    const { name, alias, selectionSet } = selection
    const { lists, returned } = fieldOf(schema, typeName, name.value)
    const key = (alias ?? name).value
    const field = shape.fields.get(key) ?? { lists, fields: new Map() }
    shape.fields.set(key, field)
    grow(schema, field, returned, selectionSet)
  }
}

interface Returned {
  readonly lists: number | undefined
  readonly returned: string | undefined
}

function fieldOf(schema: GraphQLSchema, typeName: string | undefined, name: string): Returned {
  if (name === '_entities') return { lists: 1, returned: undefined }
  const parent = typeName === undefined ? undefined : schema.getType(typeName)
  const field =
    isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
  if (!field) return { lists: undefined, returned: undefined }
  let type: GraphQLOutputType = getNullableType(field.type)
  let lists = 0
  while (isListType(type)) {
    lists++
    type = getNullableType(type.ofType)
  }
  return { lists, returned: 'name' in type ? type.name : undefined }
}
