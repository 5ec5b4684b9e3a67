import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
  parse,
} from 'graphql'
import { dataClasses } from '../auth/data-class.ts'
import { directiveArguments } from './model/directive-arguments.ts'
import type { Problem } from './problem.ts'

type Types = ReadonlyMap<string, ReadonlyMap<string, FieldDefinitionNode>>

interface Classed {
  readonly level: number
  readonly category: unknown
}

/**
 * Fields of a supergraph that are made from others' fields (`@requires`) of a class which their own does not
 * cover: of the same category, and as sensitive. Else a purpose that opens the lower class would open what
 * it was made from, and a ministry would be sent it.
 */
export function underclassed(supergraph: DocumentNode): readonly Problem[] {
  const types: Types = new Map(
    supergraph.definitions
      .filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
      .map(({ name, fields = [] }) => [
        name.value,
        new Map(fields.map((field) => [field.name.value, field])),
      ]),
  )
  return [...types].flatMap(([typeName, fields]) =>
    [...fields.values()].flatMap((field) => {
      const wanted = requiredBy(field).flatMap((set) => readBy(types, typeName, set))
      const lower = wanted.filter(({ classed }) => !covers(classOf(field), classed))
      return lower.length === 0
        ? []
        : [
            {
              code: 'CLASS_TOO_LOW',
              message: `expected the class of what it requires, ${lower.map(({ coordinate }) => coordinate).join(', ')}`,
              coordinate: `${typeName}.${field.name.value}`,
            },
          ]
    }),
  )
}

function requiredBy(field: FieldDefinitionNode): readonly SelectionSetNode[] {
  return directiveArguments(field, 'join__field')
    .map(({ requires }) => requires)
    .filter((requires) => typeof requires === 'string')
    .flatMap((requires) =>
      parse(`{ ${requires} }`).definitions.flatMap((node) =>
        node.kind === Kind.OPERATION_DEFINITION ? [node.selectionSet] : [],
      ),
    )
}

interface Read {
  readonly coordinate: string
  readonly classed: Classed
}

function readBy(types: Types, typeName: string, { selections }: SelectionSetNode): readonly Read[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.INLINE_FRAGMENT)
      return readBy(types, node.typeCondition?.name.value ?? typeName, node.selectionSet)
    if (node.kind !== Kind.FIELD) return []
    const field = types.get(typeName)?.get(node.name.value)
    if (field === undefined) return []
    const classed = classOf(field)
    const own = classed ? [{ coordinate: `${typeName}.${node.name.value}`, classed }] : []
    return node.selectionSet ? [...own, ...readBy(types, namedType(field), node.selectionSet)] : own
  })
}

function namedType({ type: outer }: FieldDefinitionNode): string {
  let type = outer
  while (type.kind !== Kind.NAMED_TYPE) type = type.type
  return type.name.value
}

function classOf(field: FieldDefinitionNode): Classed | undefined {
  const [given] = directiveArguments(field, 'classified')
  if (given === undefined) return undefined
  return {
    level: dataClasses.findIndex((one) => one === given['level']),
    category: given['category'],
  }
}

function covers(own: Classed | undefined, required: Classed): boolean {
  return own !== undefined && own.category === required.category && own.level >= required.level
}
