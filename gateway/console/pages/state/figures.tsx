import { useLanguage, useWords } from '../../words/language.ts'
import { bytes, duration, number } from '../../words/numbers.ts'
import { type GatewayState, errorShare, perSecond } from './gateway-state.ts'
import { Sparkline } from './sparkline.tsx'
import { stateWords } from './words.ts'

interface FiguresProps {
  readonly states: readonly GatewayState[]
  readonly state: GatewayState
}

/** The gateway at a glance: how much it is asked, how much it takes. */
export function Figures({ states, state }: FiguresProps) {
  const words = useWords(stateWords)
  const language = useLanguage()
  return (
    <dl className="figures">
      {state.requests.map((window) => (
        <div key={window.minutes} className="figure">
          <dt className="figure-name">{words.lastMinutes(window.minutes)}</dt>
          <dd>
            <div className="figure-value">{number(language, perSecond(window), 1)}/s</div>
            <div className="muted small">
              {words.errors} {number(language, errorShare(window) * 100, 2)} % · p50{' '}
              {window.p50Ms === null ? '–' : duration(language, window.p50Ms)} · p99{' '}
              {window.p99Ms === null ? '–' : duration(language, window.p99Ms)}
            </div>
          </dd>
        </div>
      ))}
      <div className="figure">
        <dt className="figure-name">{words.memory}</dt>
        <dd>
          <div className="figure-value">{bytes(language, state.process.memory.residentBytes)}</div>
          <Sparkline
            label={words.memory}
            values={states.map(({ process }) => process.memory.residentBytes)}
          />
        </dd>
      </div>
      <div className="figure">
        <dt className="figure-name">{words.eventLoop}</dt>
        <dd>
          <div className="figure-value">
            {state.process.eventLoop === null
              ? '–'
              : duration(language, state.process.eventLoop.p99Ms)}
          </div>
          <div className="muted small">
            {words.running} {duration(language, state.process.uptimeSeconds * 1000)} · Node{' '}
            {state.process.node}
          </div>
        </dd>
      </div>
    </dl>
  )
}
