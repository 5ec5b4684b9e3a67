import { useQuery } from '@tanstack/react-query'
import { MonitorPlay } from 'lucide-react'
import { useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { Button } from '../../ui/button.tsx'
import { SearchField, SelectField } from '../../ui/field.tsx'
import { Fault } from '../../ui/notice.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment } from '../../words/numbers.ts'
import { found } from '../../words/plain.ts'
import { AreaField } from './area-field.tsx'
import { LiveBadge } from './live-badge.tsx'
import { ScoreCard } from './score-card.tsx'
import { type Scored, isArea, nameOf, placeName, readScoreboard } from './scores.ts'
import { ownerTitle } from './owner-title.ts'
import { useLive } from './use-live.ts'
import { indicatorWords } from './words.ts'

const marks = ['all', 'ALERT', 'WARNING', 'NEAR', 'MET', 'late'] as const
type Mark = (typeof marks)[number]

/** All indicators in one area as they stand now, by who answers for them. */
export function Scoreboard() {
  const words = useWords(indicatorWords)
  const language = useLanguage()
  const [, go] = useLocation()
  const asked = new URLSearchParams(useSearch()).get('area')
  const area = isArea(asked) ? asked : 'VN'
  const [looked, setLooked] = useState('')
  const [mark, setMark] = useState<Mark>('all')
  const isLive = useLive(area)
  const board = useQuery({
    queryKey: ['indicators', 'scoreboard', area],
    queryFn: ({ signal }) => readScoreboard(area, signal),
  })
  const shown = (board.data ?? []).filter(
    ({ definition, score }) =>
      found([nameOf(language, definition), definition.name, definition.code].join(' '), looked) &&
      (mark === 'all' || (mark === 'late' ? score.late : score.standing === mark)),
  )
  return (
    <div className="page indicators">
      <PageHead
        title={words.title}
        actions={
          <>
            <LiveBadge isLive={isLive} />
            <Button icon={<MonitorPlay />} onClick={() => go(`/wall?area=${area}`)}>
              {words.wall}
            </Button>
          </>
        }
      >
        {words.lead}
      </PageHead>
      <p className="print-only">
        {placeName(area, words.nation)}
        {mark !== 'all' && ` · ${mark === 'late' ? words.late : words.standings[mark]}`}
        {board.dataUpdatedAt > 0 && ` · ${words.readAt} ${moment(language, board.dataUpdatedAt)}`}
      </p>
      <div className="indicator-tools">
        <AreaField area={area} onChange={(code) => go(code === 'VN' ? '/' : `/?area=${code}`)} />
        <SelectField
          label={words.show}
          value={mark}
          onChange={(event) => setMark(marks.find((one) => one === event.target.value) ?? 'all')}
        >
          {marks.map((one) => (
            <option key={one} value={one}>
              {one === 'all' ? words.all : one === 'late' ? words.late : words.standings[one]}
            </option>
          ))}
        </SelectField>
        <SearchField
          label={words.search}
          value={looked}
          onChange={(event) => setLooked(event.target.value)}
        />
      </div>
      {board.isPending && <Waiting />}
      {board.error && <Fault error={board.error} />}
      {board.data && shown.length === 0 && <Empty title={words.nothing} />}
      {groupsOf(shown).map(([owner, list]) => (
        <section key={owner} className="column">
          <h2>{ownerTitle(language, owner)}</h2>
          <ul className="score-list">
            {list.map((one) => (
              <ScoreCard key={one.definition.code} {...one} area={area} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function groupsOf(list: readonly Scored[]): readonly (readonly [string, readonly Scored[]])[] {
  const groups = new Map<string, Scored[]>()
  for (const one of list) {
    const { owner } = one.definition
    groups.set(owner, [...(groups.get(owner) ?? []), one])
  }
  return [...groups]
}
