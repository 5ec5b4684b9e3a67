import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql'
import { type TypedSet, askedFields, setsBelow } from '../export/asked-fields.ts'
import { inlined } from '../export/inlined.ts'
import { objectsOf } from '../export/paging.ts'
import { type JsonSchema, type NamedSchemas, described, outputSchema } from './json-schema.ts'

/** What the `data` of a document's answer holds, by what it selects. */
export function answerSchema(
  schema: GraphQLSchema,
  {
    document,
    operation,
  }: { readonly document: DocumentNode; readonly operation: OperationDefinitionNode },
  named: NamedSchemas,
): JsonSchema {
  const type = schema.getQueryType()
  const areAllThere = !isConditional(document)
  const objectOf = (sets: readonly TypedSet[]): JsonSchema => {
    const properties: Record<string, JsonSchema> = {}
    for (const { name, field, nodes } of askedFields(schema, sets)) {
      const below = field && objectsOf(field)
      const object = () => objectOf(below ? setsBelow(below, nodes) : [])
      properties[name] = field
        ? { ...outputSchema(field.type, { named, object }), ...described(field) }
        : { type: 'string' }
    }
    const required = areAllThere ? { required: Object.keys(properties) } : {}
    return { type: 'object', properties, ...required }
  }
  if (!type) return {}
  return objectOf([{ type, set: inlined(document, operation).selectionSet }])
}

/** Whether a part of what is selected may be left out. */
function isConditional(document: DocumentNode): boolean {
  let isFound = false
  visit(document, {
    [Kind.DIRECTIVE](node) {
      isFound ||= node.name.value === 'skip' || node.name.value === 'include'
    },
  })
  return isFound
}
