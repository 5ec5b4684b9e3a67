import type { GraphQLResolveInfo } from 'graphql'

/** The schema coordinate of the field that is being resolved: `Query.parcels`. */
export function coordinateOf({
  parentType,
  fieldName,
}: Pick<GraphQLResolveInfo, 'parentType' | 'fieldName'>): string {
  return `${parentType.name}.${fieldName}`
}
