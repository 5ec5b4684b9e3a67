import type { Answer, MinistryProvenance } from '../api/ask.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { TableScroll } from '../ui/table-scroll.tsx'
import { codeWords } from '../words/codes.ts'
import { useLanguage, useWords } from '../words/language.ts'
import { ministryTitle } from '../words/ministry-name.ts'
import { bytes, duration, moment, number } from '../words/numbers.ts'
import { isRecord } from '../api/refused.ts'
import { answerWords } from './words.ts'

/** Where an answer comes from: each ministry, as of when, how long it took; and what the whole cost. */
export function SourcesView({ answer }: { readonly answer: Answer }) {
  const words = useWords(answerWords)
  const language = useLanguage()
  const { provenance, extensions, requestId, elapsedMs } = answer
  const cost = isRecord(extensions['cost']) ? extensions['cost'] : undefined
  return (
    <div className="answer-sources column">
      <Errors answer={answer} />
      {Object.keys(provenance).length > 0 && (
        <TableScroll>
          <table className="table">
            <thead>
              <tr>
                <th>{words.ministry}</th>
                <th>{words.asOf}</th>
                <th className="number">{words.latency}</th>
                <th className="number">{words.requests}</th>
                <th className="number">{words.statements}</th>
                <th className="number">{words.rowsRead}</th>
                <th>{words.rollup}</th>
                <th>{words.quality}</th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(provenance).map(([ministry, part]) => (
                <tr key={ministry}>
                  <th scope="row">{ministryTitle(language, ministry)}</th>
                  <td>{moment(language, part.asOf)}</td>
                  <td className="number">{duration(language, part.latencyMs)}</td>
                  <Figure value={part.requests} />
                  <Figure value={part.statements} />
                  <Figure value={part.rows} />
                  <td>{part.rollup ? rollupText(part.rollup) : '–'}</td>
                  <td>
                    <SourceQuality quality={part.quality} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      <dl className="facts">
        <dt>{words.elapsed}</dt>
        <dd>{duration(language, elapsedMs)}</dd>
        <dt>{words.size}</dt>
        <dd>{bytes(language, answer.bytes)}</dd>
        {typeof cost?.['estimated'] === 'number' && (
          <>
            <dt>{words.cost}</dt>
            <dd>
              {number(language, cost['estimated'])}
              {typeof cost['budget'] === 'number' && ` / ${number(language, cost['budget'])}`}
            </dd>
          </>
        )}
        {requestId !== undefined && (
          <>
            <dt>{words.requestId}</dt>
            <dd className="row">
              <code>{requestId}</code>
              <CopyButton text={requestId} />
            </dd>
          </>
        )}
      </dl>
    </div>
  )
}

/** What is missing from the answer, and why. */
export function Errors({ answer: { errors } }: { readonly answer: Answer }) {
  const language = useLanguage()
  return errors.map(({ message, path, extensions }, index) => {
    const given = extensions?.['code']
    const code = typeof given === 'string' ? given : 'INTERNAL_SERVER_ERROR'
    return (
      // Errors stand in the order of the answer and are never moved.
      <Notice key={index} look="bad" title={codeWords(language, code)}>
        <div>{message}</div>
        <div className="small muted">
          <code>{code}</code>
          {path && (
            <>
              {' · '}
              <code>{path.join('.')}</code>
            </>
          )}
        </div>
      </Notice>
    )
  })
}

/** Figures under disclosure control do not say how many rows and statements they took. */
function Figure({ value }: { readonly value: number | undefined }) {
  const language = useLanguage()
  return <td className="number">{value === undefined ? '–' : number(language, value)}</td>
}

function rollupText(rollup: unknown): string {
  return typeof rollup === 'string' ? rollup : JSON.stringify(rollup)
}

const standingLooks = { GREEN: 'good', AMBER: 'warn', RED: 'bad' } as const

/** How good the source's data are, as last judged, and when. */
function SourceQuality({ quality }: { readonly quality: MinistryProvenance['quality'] }) {
  const language = useLanguage()
  if (quality === undefined) return <>–</>
  const { share, standing, asOf } = quality
  return (
    <>
      <span className={`badge ${standingLooks[standing]}`}>
        {number(language, Math.floor(share * 1000) / 10, 1)} %
      </span>
      <div className="muted small">{moment(language, asOf)}</div>
    </>
  )
}
