import { useQuery } from '@tanstack/react-query'
import type { GraphQLSchema, IntrospectionQuery } from 'graphql'
import { read } from './request.ts'

/** The schema as the caller may query it. Parsed once; the library that reads it is loaded with it. */
export function useSchema() {
  return useQuery({
    queryKey: ['schema'],
    queryFn: async ({ signal }): Promise<GraphQLSchema> => {
      const [{ buildClientSchema }, { data }] = await Promise.all([
        import('graphql'),
        read<{ readonly data: IntrospectionQuery }>('/schema.json', { signal }),
      ])
      return buildClientSchema(data)
    },
    staleTime: 300_000,
    structuralSharing: false,
  })
}
