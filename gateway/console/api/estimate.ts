import { useQuery } from '@tanstack/react-query'
import type { GraphQLSchema } from 'graphql'
import { useMemo } from 'react'
import type { Question } from './ask.ts'
import { Refused } from './refused.ts'
import { read } from './request.ts'
import { isSound } from './sound.ts'

/** What a question would cost and touch, before it is asked. */
export interface Estimate {
  readonly operation: string | null
  readonly cost: {
    readonly estimated: number
    readonly budget: number
    readonly fields: number
    readonly isWithin: boolean
  }
  /** Classes of personal data that it reads. */
  readonly classes: readonly unknown[]
  readonly purposes: readonly { readonly id: string }[]
  /** Coordinates that would be refused. */
  readonly refused: readonly unknown[]
  readonly ministries: readonly string[]
  /** What is left of the caller's minute; absent where nothing of it is limited. */
  readonly rates?: readonly {
    readonly policy: string
    readonly most: number
    readonly left: number
  }[]
}

/**
 * What a question would cost; undefined while nothing is known, where it does not fit the schema, and where the gateway
 * offers no estimate.
 */
export function useEstimate(
  schema: GraphQLSchema | undefined,
  question: Question | undefined,
): Estimate | undefined {
  const asked = useMemo(
    () => (schema && question && isSound(schema, question) ? question : undefined),
    [schema, question],
  )
  const { data } = useQuery({
    queryKey: ['estimate', asked],
    enabled: asked !== undefined,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
    queryFn: async ({ signal }): Promise<Estimate | null> => {
      const { purpose, ...body } = asked ?? { query: '' }
      try {
        return await read<Estimate>('/console/estimate', { method: 'POST', body, purpose, signal })
      } catch (error) {
        if (error instanceof Refused) return null
        throw error
      }
    },
  })
  return data ?? undefined
}
