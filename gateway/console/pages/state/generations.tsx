import { TableScroll } from '../../ui/table-scroll.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { bytes, moment, number } from '../../words/numbers.ts'
import type { GatewayState } from './gateway-state.ts'
import { stateWords } from './words.ts'

type GenerationsProps = Pick<GatewayState, 'endpoints' | 'planning'>

const idLetters = 12

/** The supergraphs that are served, what they keep, and the threads that plan for them. */
export function Generations({ endpoints, planning }: GenerationsProps) {
  const words = useWords(stateWords)
  const language = useLanguage()
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{words.generations}</h2>
        {planning.map(({ lane, isWorking, waiting }) => (
          <span key={lane} className={isWorking ? 'badge accent' : 'badge'}>
            {words.planner} {words.lanes[lane] ?? lane}: {isWorking ? words.working : words.resting}
            {waiting > 0 && ` + ${waiting}`}
          </span>
        ))}
      </div>
      <TableScroll>
        <table className="table">
          <thead>
            <tr>
              <th>{words.endpoint}</th>
              <th>{words.supergraph}</th>
              <th>{words.state}</th>
              <th>{words.since}</th>
              <th className="number">{words.leases}</th>
              <th className="number">{words.warmed}</th>
              <th>{words.caches}</th>
            </tr>
          </thead>
          <tbody>
            {endpoints.flatMap(({ path, source, generations }) =>
              generations.map(({ id, state, since, leases, warmed, caches }) => (
                <tr key={`${path} ${id}`}>
                  <th scope="row">
                    <code>{path}</code>
                  </th>
                  <td>
                    <code title={id}>{id.slice(0, idLetters)}</code>
                    <div className="muted small">
                      {words.sources[source.from] ?? source.from}
                      {source.release !== undefined && ` #${source.release}`}
                    </div>
                  </td>
                  <td>
                    <span className={state === 'current' ? 'badge good' : 'badge warn'}>
                      {words.generationStates[state]}
                    </span>
                  </td>
                  <td>{moment(language, since)}</td>
                  <td className="number">{number(language, leases)}</td>
                  <td className="number">{number(language, warmed)}</td>
                  <td className="small state-caches">
                    {caches.map(({ name, entries, bytes: size, maxBytes }) => (
                      <div key={name}>
                        {words.cacheNames[name] ?? name}: {number(language, entries)} ·{' '}
                        {bytes(language, size)} / {bytes(language, maxBytes)}
                      </div>
                    ))}
                  </td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </TableScroll>
    </section>
  )
}
