import { useQueries } from '@tanstack/react-query'
import { Fault } from '../../ui/notice.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { ministryTitle } from '../../words/ministry-name.ts'
import { moment } from '../../words/numbers.ts'
import { Counts, ShareBadge } from './score-text.tsx'
import { criteria, qualityOf, type Quality } from './scores.ts'
import { qualityWords } from './words.ts'

interface BoardProps {
  readonly databases: readonly string[]
  readonly chosen: string
  readonly onChoose: (database: string) => void
}

/** Databases against criteria; one is chosen to be looked at. */
export function Board({ databases, chosen, onChoose }: BoardProps) {
  const words = useWords(qualityWords)
  const found = useQueries({
    queries: databases.map((name) => ({
      queryKey: ['quality', name, null],
      queryFn: ({ signal }: { signal: AbortSignal }) => qualityOf(name, null, signal),
    })),
  })
  return (
    <TableScroll className="panel">
      <table className="table quality-board">
        <thead>
          <tr>
            <th>{words.database}</th>
            <th>{words.all}</th>
            {criteria.map((one) => (
              <th key={one}>{words.criteria[one]}</th>
            ))}
            <th>{words.asOf}</th>
          </tr>
        </thead>
        <tbody>
          {found.map((one, at) => (
            <Row
              key={databases[at]}
              name={databases[at] ?? ''}
              quality={one.data}
              error={one.error}
              isChosen={databases[at] === chosen}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}

interface RowProps extends Pick<BoardProps, 'onChoose'> {
  readonly name: string
  readonly quality: Quality | undefined
  readonly error: unknown
  readonly isChosen: boolean
}

function Row({ name, quality, error, isChosen, onChoose }: RowProps) {
  const language = useLanguage()
  return (
    <tr className={isChosen ? 'chosen' : ''}>
      <th scope="row">
        <button
          type="button"
          className="quality-open"
          aria-pressed={isChosen}
          onClick={() => onChoose(name)}
        >
          {ministryTitle(language, name)}
        </button>
      </th>
      {quality === undefined ? (
        <td colSpan={criteria.length + 2}>{error ? <Fault error={error} /> : <Waiting />}</td>
      ) : (
        <>
          <td>
            <ShareBadge score={quality.score} standing={quality.standing} />
            <div className="muted small">
              <Counts score={quality.score} />
            </div>
          </td>
          {quality.criteria.map((score) => (
            <td key={score.criterion}>
              <ShareBadge score={score} />
              <div className="muted small">
                <Counts score={score} />
              </div>
            </td>
          ))}
          <td>{quality.asOf === null ? '–' : moment(language, quality.asOf)}</td>
        </>
      )}
    </tr>
  )
}
