import type { Question } from '../../api/ask.ts'
import type { SavedChart } from '../../charts/spec.ts'

/** Where a question waits for the page that makes a report of it. */
export const draftKey = 'lien-thong.draft'

/** Hands a question over to the reports, with the chart that its answer is drawn as. */
export function saveDraft(question: Question | undefined, chart: SavedChart | undefined): void {
  if (question === undefined) return
  const { query, variables = {}, purpose } = question
  try {
    sessionStorage.setItem(draftKey, JSON.stringify({ query, variables, purpose, chart }))
  } catch {
    // Storage may be forbidden: the report then begins empty.
  }
}
