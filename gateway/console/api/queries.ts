import { QueryClient } from '@tanstack/react-query'
import { Refused } from './refused.ts'

/** What the page has read from the gateway. A refusal is an answer: it is not asked for again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => !(error instanceof Refused && error.status !== 0) && count < 2,
    },
  },
})
