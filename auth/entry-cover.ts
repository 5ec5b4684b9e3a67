import { type GraphQLSchema, getNamedType, isAbstractType, isObjectType } from 'graphql'
import { type Requirement, implies, nobody } from './requirement.ts'
import { fieldsOf } from './shield.ts'

export type RequirementAt = (typeName: string, fieldName: string) => Requirement | undefined

/**
 * Tells which fields need no wrapper of their own. A field is covered when every way into its type has
 * already checked a rule that implies the field's: by induction over the path from a root, whose fields
 * are never covered, whoever reaches a covered field has passed its rule. `_entities` is a way into
 * every entity; `entityRequirement` is what it checks.
 */
export function entryCover(
  schema: GraphQLSchema,
  requirement: RequirementAt,
  entityRequirement: (typeName: string) => Requirement,
): (typeName: string, fieldName: string) => boolean {
  const ways = new Map<string, Requirement[]>()
  for (const { typeName, fieldName } of fieldsOf(schema)) {
    for (const target of targetsOf(schema, typeName, fieldName)) {
      const passed =
        fieldName === '_entities'
          ? entityRequirement(target)
          : (requirement(typeName, fieldName) ?? nobody)
      ways.set(target, [...(ways.get(target) ?? []), passed])
    }
  }
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  const isRoot = new Set(roots.map((type) => type?.name))
  return (typeName, fieldName) => {
    const into = ways.get(typeName)
    if (into === undefined || isRoot.has(typeName)) return false
    const needed = requirement(typeName, fieldName) ?? nobody
    return into.every((passed) => implies(passed, needed))
  }
}

function targetsOf(schema: GraphQLSchema, typeName: string, fieldName: string): readonly string[] {
  const parent = schema.getType(typeName)
  const field = isObjectType(parent) ? parent.getFields()[fieldName] : undefined
  const type = field === undefined ? undefined : getNamedType(field.type)
  if (isObjectType(type)) return [type.name]
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : []
}
