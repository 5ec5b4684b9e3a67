import type { DocumentNode, OperationDefinitionNode } from 'graphql'
import type { Role } from '../../auth/role.ts'
import { CodedError } from '../../schema/errors.ts'
import type { openCosts } from './cost.ts'
import { type CostBudgets, costBudgetOf } from './cost-budget.ts'

/** What a request may answer at most, and how much it may. */
export interface RequestCost {
  /** Objects by the static estimate. */
  readonly estimated: number
  readonly budget: number
  /** Values that hold no objects, by the same estimate; nobody asks for them while a request is answered. */
  readonly fields: () => number
}

/** The cost of one operation for a caller of these roles; for nobody in particular where the gateway runs open. */
export type CostOf = (
  asked: { readonly document: DocumentNode; readonly operation: OperationDefinitionNode },
  variables: Readonly<Record<string, unknown>>,
  roles: readonly Role[] | undefined,
) => RequestCost

/** Compares estimates with the budgets of roles. */
export function openRequestCosts(
  costs: ReturnType<typeof openCosts>,
  budgets: CostBudgets,
): CostOf {
  const most = Math.max(...Object.values(budgets))
  return ({ document, operation }, variables, roles) => {
    const { objects, fields } = costs(document, operation)
    return {
      estimated: objects(variables),
      budget: roles === undefined ? most : costBudgetOf(roles, budgets),
      fields: () => fields(variables),
    }
  }
}

/** Fails with COST_EXCEEDED, which names both figures, where the estimate is beyond the budget. */
export function expectWithin({
  estimated,
  budget,
}: Pick<RequestCost, 'estimated' | 'budget'>): void {
  if (estimated > budget)
    throw new CodedError(
      'COST_EXCEEDED',
      `The answer may hold ${estimated} objects; expected at most ${budget}. Ask for fewer rows, or in parts.`,
      { estimated, budget },
    )
}
