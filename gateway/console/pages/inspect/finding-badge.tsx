import { useWords } from '../../words/language.ts'
import { reviewWords } from './review-words.ts'
import type { Finding } from './reviews.ts'

const looks: Readonly<Record<Finding, string>> = {
  JUSTIFIED: 'good',
  NOT_JUSTIFIED: 'bad',
  NEEDS_EXPLANATION: 'warn',
}

/** What an inspector found; that nobody has looked yet. */
export function FindingBadge({ finding }: { readonly finding: Finding | null }) {
  const words = useWords(reviewWords)
  if (finding === null) return <span className="badge">{words.new}</span>
  return <span className={`badge ${looks[finding]}`}>{words.findings[finding]}</span>
}
