import { TableScroll } from '../../ui/table-scroll.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { ministryTitle } from '../../words/ministry-name.ts'
import { ago, duration, number } from '../../words/numbers.ts'
import { type GatewayState, type MinistryState, errorShare, perSecond } from './gateway-state.ts'
import { Sparkline } from './sparkline.tsx'
import { stateWords } from './words.ts'

export const healthLooks: Readonly<Record<MinistryState['health'], string>> = {
  idle: '',
  well: 'good',
  unsteady: 'warn',
  failing: 'bad',
}

/** The ministries side by side: how each does, and how it did in the last minutes. */
export function Ministries({ states }: { readonly states: readonly GatewayState[] }) {
  const words = useWords(stateWords)
  const ministries = states.at(-1)?.ministries ?? []
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{words.ministries}</h2>
      </div>
      <TableScroll>
        <table className="table">
          <thead>
            <tr>
              <th>{words.ministry}</th>
              <th>{words.health}</th>
              <th>{words.breaker}</th>
              <th className="number">{words.rate}</th>
              <th className="number">{words.errors}</th>
              <th className="number">p50</th>
              <th className="number">p99</th>
              <th>{words.latency}</th>
              <th className="number">{words.inFlight}</th>
              <th>{words.lastError}</th>
            </tr>
          </thead>
          <tbody>
            {ministries.map((ministry) => (
              <Line
                key={ministry.ministry}
                ministry={ministry}
                latencies={states.map(
                  (state) =>
                    state.ministries.find((one) => one.ministry === ministry.ministry)?.windows[0]
                      ?.p50Ms ?? 0,
                )}
              />
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  )
}

interface LineProps {
  readonly ministry: MinistryState
  readonly latencies: readonly number[]
}

function Line({ ministry: found, latencies }: LineProps) {
  const words = useWords(stateWords)
  const language = useLanguage()
  const { ministry, health, breaker, windows, inFlight, queued, lastError } = found
  const [minute] = windows
  const ms = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : duration(language, value)
  return (
    <tr>
      <th scope="row">{ministryTitle(language, ministry)}</th>
      <td>
        <span className={`badge ${healthLooks[health]}`}>{words.healths[health]}</span>
      </td>
      <td>{words.breakers[breaker.state]}</td>
      <td className="number">{minute ? `${number(language, perSecond(minute), 1)}/s` : '–'}</td>
      <td className="number">
        {minute ? `${number(language, errorShare(minute) * 100, 1)} %` : '–'}
      </td>
      <td className="number">{ms(minute?.p50Ms)}</td>
      <td className="number">{ms(minute?.p99Ms)}</td>
      <td>
        <Sparkline label={`${words.latency}: ${ministry}`} values={latencies} />
      </td>
      <td className="number">
        {number(language, inFlight)}
        {queued > 0 && ` + ${number(language, queued)}`}
      </td>
      <td>
        {lastError === null ? (
          <span className="muted">–</span>
        ) : (
          <>
            <code>{lastError.code}</code>{' '}
            <span className="muted small">{ago(language, lastError.at)}</span>
          </>
        )}
      </td>
    </tr>
  )
}
