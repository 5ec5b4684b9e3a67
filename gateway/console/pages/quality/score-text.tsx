import { useLanguage, useWords, type Language } from '../../words/language.ts'
import { moment, number } from '../../words/numbers.ts'
import type { Score, Standing } from './scores.ts'
import { qualityWords } from './words.ts'

export const standingLooks: Readonly<Record<Standing, string>> = {
  GREEN: 'good',
  AMBER: 'warn',
  RED: 'bad',
}

/** 98.75 %, never rounded up to 100 where something fails. */
export function percent(language: Language, share: number): string {
  const digits = share > 0.99 && share < 1 ? 3 : 1
  const scale = 10 ** digits
  return `${number(language, Math.floor(share * 100 * scale) / scale, digits)} %`
}

/** The share with its standing, or why there is none. */
export function ShareBadge({ score, standing }: { score: Score; standing?: Standing | null }) {
  const words = useWords(qualityWords)
  const language = useLanguage()
  const shown = standing ?? score.standing
  const look = shown === null ? '' : standingLooks[shown]
  if (score.share !== null)
    return (
      <span className={`badge ${look}`}>
        {percent(language, score.share)}
        {shown !== null && <span className="visually-hidden">, {words.standings[shown]}</span>}
      </span>
    )
  if (score.lower !== null)
    return (
      <span className={`badge ${look}`} title={score.disclosure.reason ?? ''}>
        {words.atLeast(percent(language, score.lower))}
      </span>
    )
  return (
    <span className="badge" title={score.disclosure.reason ?? ''}>
      {score.disclosure.status === 'SUPPRESSED' ? words.withheld : words.noEvidence}
    </span>
  )
}

/** Numerator and denominator; the interval of a sample. */
export function Counts({ score }: { readonly score: Score }) {
  const words = useWords(qualityWords)
  const language = useLanguage()
  const { numerator, denominator, lower, upper, method } = score
  if (denominator === null) return <>–</>
  const of = number(language, Number(denominator), 0)
  if (numerator === null) return <>– / {of}</>
  return (
    <>
      {words.of(number(language, Number(numerator), 0), of)}
      {method === 'SAMPLE' && lower !== null && upper !== null && (
        <div className="muted small">
          {percent(language, lower)} – {percent(language, upper)}
        </div>
      )}
    </>
  )
}

/** How it was judged, and when. */
export function Method({ score: { method, asOf } }: { readonly score: Score }) {
  const { methods } = useWords(qualityWords)
  const language = useLanguage()
  if (method === null || asOf === null) return <>–</>
  return (
    <>
      {methods[method] ?? method}
      <div className="muted small">{moment(language, asOf)}</div>
    </>
  )
}
