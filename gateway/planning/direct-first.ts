import { type DocumentNode, getOperationAST } from 'graphql'
import { openDirectPlans } from './direct-plan.ts'
import type { Planner } from './planner.ts'

/** Plans what needs no search directly, where it is asked, and leaves the rest to another planner. */
export function directFirst(
  supergraph: DocumentNode,
  planner: Planner,
  onPlan?: (by: 'direct' | 'search') => void,
): Planner {
  const planDirectly = openDirectPlans(supergraph)
  return {
    async plan(document, operationName) {
      const operation = getOperationAST(document, operationName)
      const plan = operation ? planDirectly(document, operation) : undefined
      onPlan?.(plan === undefined ? 'search' : 'direct')
      return plan ?? (await planner.plan(document, operationName))
    },
    close: () => planner.close(),
  }
}
