import { useQuery } from '@tanstack/react-query'
import { Minimize2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { Button } from '../../ui/button.tsx'
import { Fault } from '../../ui/notice.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment } from '../../words/numbers.ts'
import { LiveBadge } from './live-badge.tsx'
import { ScoreCard } from './score-card.tsx'
import { isArea, placeName, readScoreboard } from './scores.ts'
import { useLive } from './use-live.ts'
import { indicatorWords } from './words.ts'

/** Cards of one screen, and milliseconds that a screen stays. */
const perScreen = 6
const screenMs = 15_000
/** Milliseconds after which everything is read anew, told or not. */
const refreshMs = 60_000

/** The scoreboard for a wall that nobody touches: screen after screen, read anew by itself. */
export function Wall() {
  const words = useWords(indicatorWords)
  const language = useLanguage()
  const [, go] = useLocation()
  const asked = new URLSearchParams(useSearch()).get('area')
  const area = isArea(asked) ? asked : 'VN'
  const [screen, setScreen] = useState(0)
  const isLive = useLive(area)
  const board = useQuery({
    queryKey: ['indicators', 'scoreboard', area],
    queryFn: ({ signal }) => readScoreboard(area, signal),
    refetchInterval: refreshMs,
    refetchIntervalInBackground: true,
    // Nobody is there to press a button.
    retry: true,
    retryDelay: 5000,
  })
  useEffect(() => {
    const timer = setInterval(() => setScreen((one) => one + 1), screenMs)
    return () => clearInterval(timer)
  }, [])
  const known = (board.data ?? []).filter(({ score }) => score.period !== null)
  const screens = Math.max(1, Math.ceil(known.length / perScreen))
  const at = screen % screens
  const place = placeName(area, words.nation)
  return (
    <div className="page indicators wall">
      <PageHead
        title={`${words.title} · ${place}`}
        actions={
          <>
            <LiveBadge isLive={isLive} />
            <Button icon={<Minimize2 />} onClick={() => go(area === 'VN' ? '/' : `/?area=${area}`)}>
              {words.leaveWall}
            </Button>
          </>
        }
      >
        {words.screen(at + 1, screens)}
        {board.dataUpdatedAt > 0 && ` · ${words.readAt} ${moment(language, board.dataUpdatedAt)}`}
      </PageHead>
      {board.isPending && <Waiting />}
      {board.error && <Fault error={board.error} />}
      <ul className="score-list">
        {known.slice(at * perScreen, (at + 1) * perScreen).map((one) => (
          <ScoreCard key={one.definition.code} {...one} area={area} />
        ))}
      </ul>
    </div>
  )
}
