/** Rows of one answer, each as often as it stands there. */
export const maxAnswerRows = 50_000

/** How many rows an answer may still hold. */
export interface AnswerBudget {
  readonly isSpent: boolean
  /** The rows, counted; none once there were too many, since nothing of the answer will leave. */
  count<Row>(rows: readonly Row[]): readonly Row[]
}

/**
 * Opens the budget of one request. A province has communes, each of which has its province: few rows of a
 * table can make an answer without end. Errors in each of its places would cost as much as the rows, so
 * that the request as a whole is refused when its fields have run out.
 */
export function answerBudget(): AnswerBudget {
  let left = maxAnswerRows
  return {
    get isSpent() {
      return left < 0
    },
    count: (rows) => {
      left -= rows.length
      return left < 0 ? [] : rows
    },
  }
}
