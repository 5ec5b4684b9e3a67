import { Link } from 'wouter'
import { useLanguage, useWords } from '../../words/language.ts'
import { number, periodText } from '../../words/numbers.ts'
import { percent, standingLooks as sourceLooks } from '../quality/score-text.tsx'
import { qualityWords } from '../quality/words.ts'
import { Bullet } from './bullet.tsx'
import { type Score, type Scored, type Standing, nameOf, unitOf } from './scores.ts'
import { changeText } from './change-text.ts'
import { worstTold } from './told-quality.ts'
import { Trend } from './trend.tsx'
import { indicatorWords } from './words.ts'

export const standingLooks: Readonly<Record<Standing, string>> = {
  MET: 'good',
  NEAR: 'accent',
  WARNING: 'warn',
  ALERT: 'bad',
}

interface ScoreCardProps extends Scored {
  readonly area: string
}

/** An indicator at a glance: value, target, standing, trend, and how fresh it is. */
export function ScoreCard({ definition, score, area }: ScoreCardProps) {
  const words = useWords(indicatorWords)
  const language = useLanguage()
  const { code, decimals } = definition
  const { target, trend, value } = score
  const figure = (one: number | null) => (one === null ? '–' : number(language, one, decimals))
  const name = nameOf(language, definition)
  const known = trend.filter((point) => point.value !== null)
  const first = periodText(language, known[0]?.period ?? '')
  const last = periodText(language, known.at(-1)?.period ?? '')
  return (
    <li className="score-card">
      <Link href={`/${code}${area === 'VN' ? '' : `?area=${area}`}`} className="score-name">
        {name}
      </Link>
      <div className="score-figure">
        <ScoreValue score={score} decimals={decimals} />
        {value !== null && <span className="muted"> {unitOf(language, definition)}</span>}
      </div>
      <ScoreFacts {...{ score, definition }} target={target === null ? null : figure(target)} />
      <Bullet
        score={score}
        label={`${name}: ${words.value} ${figure(value)}, ${words.target} ${figure(target)}`}
      />
      <Trend
        points={trend}
        target={target}
        label={words.trendOf(name, known.length, first, last)}
      />
      <ScoreMarks score={score} />
    </li>
  )
}

interface ScoreFactsProps {
  readonly score: Score
  readonly definition: Pick<Scored['definition'], 'unit' | 'decimals'>
  readonly target: string | null
}

/** The period, the change in a year, and the target. */
function ScoreFacts({ score, definition, target }: ScoreFactsProps) {
  const words = useWords(indicatorWords)
  const language = useLanguage()
  const { period } = score
  const change = changeText(language, score, definition)
  return (
    <div className="score-facts small muted">
      {period !== null && <span>{periodText(language, period)}</span>}
      {change !== null && (
        <span>
          {change} {words.inAYear}
        </span>
      )}
      {target !== null && (
        <span>
          {words.target} {target}
        </span>
      )}
    </div>
  )
}

/** Where it stands, whether it is late, how good its sources were, and whether it is invented. */
function ScoreMarks({ score }: { readonly score: Score }) {
  const words = useWords(indicatorWords)
  const language = useLanguage()
  const { standing, late, period, synthetic, sources, quality } = score
  const { standings } = useWords(qualityWords)
  const told = worstTold(quality, sources ?? [])
  return (
    <div className="score-marks">
      {standing !== null && (
        <span className={`badge ${standingLooks[standing]}`}>{words.standings[standing]}</span>
      )}
      {late && period !== null && <span className="badge warn">{words.late}</span>}
      {told && (
        <span className={`badge ${sourceLooks[told.standing]}`} title={words.sourceQuality}>
          {words.sourceData} {percent(language, told.share)}
          {told.standing !== 'GREEN' && ` · ${standings[told.standing]}`}
        </span>
      )}
      {synthetic === true && <span className="badge">{words.synthetic}</span>}
    </div>
  )
}

interface ScoreValueProps {
  readonly score: Pick<Score, 'value' | 'state'>
  readonly decimals: number
}

/** A value, or why there is none. */
export function ScoreValue({ score: { value, state }, decimals }: ScoreValueProps) {
  const words = useWords(indicatorWords)
  const language = useLanguage()
  if (value !== null)
    return <span className="score-value">{number(language, value, decimals)}</span>
  return (
    <span className="score-value none">
      {state === null || state === 'KNOWN' ? words.notObserved : words.states[state]}
    </span>
  )
}
