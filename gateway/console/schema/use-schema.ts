import { useQuery } from '@tanstack/react-query'
import { type GraphQLSchema, type IntrospectionQuery, buildClientSchema } from 'graphql'
import { read } from '../api/request.ts'

/**
 * The schema as the caller's roles may query it. Read and built once; the browser asks again with the `ETag` after ten
 * minutes, and what did not change is not sent.
 */
export function useSchema() {
  return useQuery({
    queryKey: ['schema'],
    queryFn: async ({ signal }): Promise<GraphQLSchema> => {
      const { data } = await read<{ readonly data: IntrospectionQuery }>('/schema.json', { signal })
      return buildClientSchema(data)
    },
    staleTime: 600_000,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
}
