import { useQueryClient } from '@tanstack/react-query'
import type { GraphQLSchema } from 'graphql'
import { useMemo } from 'react'
import type { Question } from '../../api/ask.ts'
import {
  type DeclaredVariable,
  chosenOperation,
  operationsIn,
  parsedDocument,
  variablesOf,
} from '../../editor/operations-of.ts'
import { variablesIn } from '../../editor/variable-problems.ts'
import type { BenchTab } from './bench.ts'
import { remember } from './history.ts'
import { run } from './runs.ts'
import { withoutPersonalNumbers } from './without-personal-numbers.ts'

export interface Asking {
  /** Names of the operations, where there are several. */
  readonly operations: readonly string[]
  readonly operation: string | undefined
  readonly declared: readonly DeclaredVariable[]
  /** What is asked as the tab stands; undefined while variables are no JSON, or there is no query. */
  readonly question: Question | undefined
}

/** What a tab asks, read from its texts. */
export function useAsking(tab: BenchTab, schema: GraphQLSchema | undefined): Asking {
  const { query, variables, purpose, operation } = tab
  return useMemo(() => {
    const operations = operationsIn(parsedDocument(query))
    const chosen = chosenOperation(operations, operation)
    const name = operations.length > 1 ? chosen?.name?.value : undefined
    return {
      operations: operations.length > 1 ? operations.map((one) => one.name?.value ?? '') : [],
      operation: chosen?.name?.value,
      declared: schema ? variablesOf(schema, chosen) : [],
      question: questionOf({ query, variables, purpose, operation: name }),
    }
  }, [query, variables, purpose, operation, schema])
}

/** A question as it is sent; undefined for variables that are no JSON and for an empty query. */
export function questionOf(draft: Omit<BenchTab, 'id'>): Question | undefined {
  const variables = variablesIn(draft.variables)
  if (variables === undefined || draft.query.trim() === '') return undefined
  return {
    query: draft.query,
    ...(Object.keys(variables).length > 0 ? { variables } : {}),
    operationName: draft.operation,
    purpose: draft.purpose,
  }
}

/** Runs a question for a tab and keeps it in the history, without personal numbers. */
export function useRunning(by: string, schema: GraphQLSchema | undefined) {
  const client = useQueryClient()
  return async (tab: BenchTab, question: Question): Promise<void> => {
    const ended = await run(tab.id, question)
    const kept = schema && withoutPersonalNumbers(schema, tab)
    if (ended.is === 'cancelled' || kept === undefined) return
    const { query, variables, purpose, operation } = kept
    const outcome = ended.is === 'answered' ? 'answered' : 'failed'
    await remember({ query, variables, purpose, operation, by, at: Date.now(), outcome })
    await client.invalidateQueries({ queryKey: ['history', by] })
  }
}
