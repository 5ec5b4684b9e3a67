import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { SignedIn } from '../../api/session.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Fault } from '../../ui/notice.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { ago, duration, number } from '../../words/numbers.ts'
import { errorShare } from '../state/gateway-state.ts'
import { ShareBadge } from '../quality/score-text.tsx'
import { judgedDatabases, qualityOf } from '../quality/scores.ts'
import { qualityWords } from '../quality/words.ts'
import { healthLooks } from '../state/ministries.tsx'
import { stateWords } from '../state/words.ts'
import { findMinistry, liveSubgraph } from './registry.ts'
import { ministryWords } from './words.ts'

const everyMs = 5000

interface OverviewProps {
  readonly name: string
  readonly session: SignedIn
}

/** What is live of a subgraph, and how it does. */
export function Overview({ name, session }: OverviewProps) {
  const words = useWords(ministryWords)
  const { healths, breakers, errors } = useWords(stateWords)
  const language = useLanguage()
  const state = useQuery({
    queryKey: ['ministry', name],
    queryFn: ({ signal }) => findMinistry(name, signal),
    refetchInterval: everyMs,
  })
  const live = useQuery({
    queryKey: ['ministry', name, 'live'],
    queryFn: ({ signal }) => liveSubgraph(name, signal),
  })
  if (state.error) return <Fault error={state.error} />
  if (state.data === undefined) return <Waiting />
  const { health, breaker, windows, lastError } = state.data
  return (
    <div className="column">
      <dl className="figures">
        {windows.map((window) => (
          <div key={window.minutes} className="figure">
            <dt className="figure-name">{words.lastMinutes(window.minutes)}</dt>
            <dd>
              <div className="figure-value">{number(language, window.requests)}</div>
              <div className="muted small">
                {errors} {number(language, errorShare(window) * 100, 2)} % · p50{' '}
                {window.p50Ms === null ? '–' : duration(language, window.p50Ms)} · p99{' '}
                {window.p99Ms === null ? '–' : duration(language, window.p99Ms)}
              </div>
            </dd>
          </div>
        ))}
      </dl>
      <div className="panel">
        <dl className="facts panel-body">
          <dt>{words.health}</dt>
          <dd>
            <span className={`badge ${healthLooks[health]}`}>{healths[health]}</span>{' '}
            {breaker.state !== 'closed' && breakers[breaker.state]}
          </dd>
          {judgedDatabases(session).includes(name) && <QualityFact name={name} />}
          <dt>{words.lastError}</dt>
          <dd>
            {lastError === null ? (
              '–'
            ) : (
              <>
                <code>{lastError.code}</code> {ago(language, lastError.at)}
              </>
            )}
          </dd>
          <dt>{words.liveVersion}</dt>
          <dd>{live.data ? live.data.version : '–'}</dd>
          <dt>{words.hash}</dt>
          <dd className="row">
            {live.data ? (
              <>
                <code className="ministry-hash">{live.data.hash}</code>
                <CopyButton text={live.data.hash} />
              </>
            ) : (
              '–'
            )}
          </dd>
          <dt>{words.address}</dt>
          <dd>{live.data?.url ? <code>{live.data.url}</code> : '–'}</dd>
        </dl>
      </div>
      {live.error && <Fault error={live.error} />}
    </div>
  )
}

/** How good its data are, as last judged; the page of quality says why. */
function QualityFact({ name }: { readonly name: string }) {
  const words = useWords(qualityWords)
  const quality = useQuery({
    queryKey: ['quality', name, null],
    queryFn: ({ signal }) => qualityOf(name, null, signal),
  })
  return (
    <>
      <dt>
        <Link href="~/quality">{words.title}</Link>
      </dt>
      <dd>
        {quality.data ? (
          <ShareBadge score={quality.data.score} standing={quality.data.standing} />
        ) : (
          '–'
        )}
      </dd>
    </>
  )
}
