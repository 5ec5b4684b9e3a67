import { useQuery } from '@tanstack/react-query'
import { type GraphQLSchema, type IntrospectionQuery, isObjectType } from 'graphql'
import { read } from './request.ts'

interface SchemaAnswer {
  readonly data: IntrospectionQuery
  /** Classes of personal data, by coordinate. */
  readonly extensions?: { readonly classes: Readonly<Record<string, readonly string[]>> }
}

/**
 * The schema as the caller's roles may query it; a field's `extensions.classes` are the classes of personal data that
 * it touches. Read and built once; the browser asks again with the `ETag` after ten minutes, and what did not change
 * is not sent. The library that reads it is loaded with it.
 */
export function useSchema() {
  return useQuery({
    queryKey: ['schema'],
    queryFn: async ({ signal }): Promise<GraphQLSchema> => {
      const [{ buildClientSchema }, { data, extensions }] = await Promise.all([
        import('graphql'),
        read<SchemaAnswer>('/schema.json', { signal }),
      ])
      return withClasses(buildClientSchema(data), extensions?.classes ?? {})
    },
    staleTime: 600_000,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
}

function withClasses(
  schema: GraphQLSchema,
  classes: NonNullable<SchemaAnswer['extensions']>['classes'],
): GraphQLSchema {
  for (const [coordinate, touched] of Object.entries(classes)) {
    const [typeName = '', fieldName = ''] = coordinate.split('.')
    const type = schema.getType(typeName)
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined
    if (field) field.extensions = { classes: touched }
  }
  return schema
}
