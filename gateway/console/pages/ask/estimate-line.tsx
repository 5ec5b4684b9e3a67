import type { Estimate } from '../../api/estimate.ts'
import { isRecord } from '../../api/refused.ts'
import { useLanguage, useWords } from '../../words/language.ts'
import { ministryName } from '../../words/ministry-name.ts'
import { number } from '../../words/numbers.ts'
import { askWords } from './words.ts'

interface EstimateLineProps {
  readonly estimate: Estimate | undefined
  readonly purpose: string | undefined
}

/** What the question would cost and touch, before it is asked. */
export function EstimateLine({ estimate, purpose }: EstimateLineProps) {
  const language = useLanguage()
  const words = useWords(askWords)
  if (estimate === undefined) return null
  const { cost, classes, purposes, refused, ministries } = estimate
  const needsPurpose =
    classes.length > 0 && purposes.length > 0 && !purposes.some(({ id }) => id === purpose)
  const figures = words.ofBudget(
    number(language, cost.estimated, 0),
    number(language, cost.budget, 0),
  )
  return (
    <div className="ask-estimate" role="status">
      <span>
        {words.cost} <b>{figures}</b>{' '}
        {!cost.isWithin && <span className="badge bad">{words.overBudget}</span>}
      </span>
      {ministries.length > 0 && (
        <span>
          {words.asks} {ministries.map((id) => ministryName(language, id)).join(', ')}
        </span>
      )}
      {classes.length > 0 && (
        <span>
          {words.touches} {classes.map(named).join(', ')}
        </span>
      )}
      {needsPurpose && <span className="badge warn">{words.needsPurpose}</span>}
      {refused.length > 0 && (
        <span className="ask-refused">
          {words.refused} <code>{refused.map(named).join(', ')}</code>
        </span>
      )}
    </div>
  )
}

/** A class or a coordinate, as text or as an object that says it. */
function named(one: unknown): string {
  if (typeof one === 'string') return one
  if (!isRecord(one)) return String(one)
  return Object.values(one)
    .filter((part) => typeof part === 'string')
    .join(' ')
}
