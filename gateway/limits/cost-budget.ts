import { allRoles, type Role } from '../../auth/role.ts'

/** Objects that one request may answer by the static estimate, by the caller's role. */
export type CostBudgets = Readonly<Record<Role, number>>

/**
 * The budgets of roles (limits/cost.ts). Data, reviewed like the role table; LIEN_THONG_MAX_COST lowers all of them. An
 * analyst's 10,000 groups with keys of two ministries take some 80,000, a page of 1,000 records with what hangs on
 * them 10,000 to 100,000.
 */
export const costBudgets: CostBudgets = Object.freeze({
  citizen: 100_000,
  officer: 250_000,
  doctor: 250_000,
  pharmacist: 250_000,
  'land-officer': 250_000,
  'school-officer': 250_000,
  analyst: 500_000,
  application: 250_000,
  publisher: 100_000,
  inspector: 250_000,
  operator: 250_000,
  reconciler: 250_000,
})

/** None of them above `most`. */
export function boundedBudgets(most: number, budgets: CostBudgets = costBudgets): CostBudgets {
  const entries = allRoles.map((role) => [role, Math.min(most, budgets[role])] as const)
  return Object.freeze(Object.fromEntries(entries) as Record<Role, number>)
}

/** The budget of a caller: that of the role with the most; without a role the least that there is. */
export function costBudgetOf(held: readonly Role[], budgets: CostBudgets): number {
  const least = Math.min(...Object.values(budgets))
  return Math.max(least, ...held.map((role) => budgets[role]))
}
