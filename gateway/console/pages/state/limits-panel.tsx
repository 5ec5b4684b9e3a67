import { useLanguage, useWords } from '../../words/language.ts'
import { number } from '../../words/numbers.ts'
import { limitLines } from './gateway-state.ts'
import { stateWords } from './words.ts'

/** What one request may take. */
export function LimitsPanel({ limits }: { readonly limits: Readonly<Record<string, unknown>> }) {
  const words = useWords(stateWords)
  const language = useLanguage()
  return (
    <details className="panel">
      <summary className="panel-head">
        <h2>{words.limits}</h2>
      </summary>
      <dl className="facts panel-body">
        {limitLines(limits).map(([name, value]) => (
          <div key={name} className="state-limit">
            <dt>
              <code>{name}</code>
            </dt>
            <dd className="number">{number(language, value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
