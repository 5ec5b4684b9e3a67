import type { CostBudgets } from './cost-budget.ts'

/** What one request may bring. Counts, unless the name says bytes. */
export interface Limits {
  readonly maxBodyBytes: number
  /** Lexical tokens of a document, and fields after its fragments are spread. */
  readonly maxTokens: number
  /** Fields inside fields, fragments followed. */
  readonly maxDepth: number
  readonly maxAliases: number
  /** Fields at the root of an operation, fragments followed. */
  readonly maxRootFields: number
  /** Objects that an operation may answer by its static estimate, by the caller's role. */
  readonly costBudgets: CostBudgets
}
