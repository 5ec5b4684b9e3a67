import { useLanguage, useWords } from '../../words/language.ts'
import { moment, periodText } from '../../words/numbers.ts'
import type { Revision, WholeDefinition } from './indicator.ts'
import { ScoreValue } from './score-card.tsx'
import { SourceQuality } from './source-quality.tsx'
import { TablePanel } from './table-panel.tsx'
import { indicatorWords } from './words.ts'

interface RevisionsPanelProps {
  readonly definition: WholeDefinition
  /** Newest first. */
  readonly revisions: readonly Revision[]
}

/** What was stored last, superseded values included, with where each comes from. */
export function RevisionsPanel({ definition, revisions }: RevisionsPanelProps) {
  const words = useWords(indicatorWords)
  const language = useLanguage()
  return (
    <TablePanel
      title={words.revisions}
      columns={
        <>
          <th>{words.recordedAt}</th>
          <th>{words.period}</th>
          <th className="number">{words.revision}</th>
          <th className="number">{words.value}</th>
          <th>{words.status}</th>
          <th>{words.sources}</th>
          <th>{words.query}</th>
        </>
      }
      rows={revisions.map((one) => (
        <tr key={one.id} className={one.supersededAt === null ? '' : 'superseded'}>
          <td>{moment(language, one.recordedAt)}</td>
          <th scope="row">{periodText(language, one.period)}</th>
          <td className="number">{one.revision}</td>
          <td className="number">
            <ScoreValue score={one} decimals={definition.decimals} />
          </td>
          <td>
            {words.statuses[one.status]}{' '}
            {one.supersededAt !== null && <span className="badge">{words.superseded}</span>}
            {one.reason !== null && <code className="small"> {one.reason}</code>}
          </td>
          <td>
            <SourceQuality of={one} />
            <div className="muted small">{words.methods[one.method]}</div>
          </td>
          <td>
            <code className="indicator-query" title={one.queryId}>
              {one.queryId.slice(0, 13)}
            </code>
          </td>
        </tr>
      ))}
    />
  )
}
