import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { Link, useLocation, useSearch } from 'wouter'
import { Fault, Notice } from '../../ui/notice.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { AreaField } from './area-field.tsx'
import { CommunesPart } from './communes-panel.tsx'
import { DefinitionPanel } from './definition-panel.tsx'
import { type OneIndicator, readIndicator } from './indicator.ts'
import { LiveBadge } from './live-badge.tsx'
import { ForecastPanel } from './forecast-panel.tsx'
import { ProvincesPanel } from './provinces-panel.tsx'
import { RevisionsPanel } from './revisions-panel.tsx'
import { isArea, nameOf, placeName, unitOf } from './scores.ts'
import { SeriesPanel } from './series-panel.tsx'
import { useLive } from './use-live.ts'
import { indicatorWords } from './words.ts'

/** One indicator: its series, its provinces, what it is, and where its values come from. */
export function IndicatorPage({ code }: { readonly code: string }) {
  const words = useWords(indicatorWords)
  const language = useLanguage()
  const [, go] = useLocation()
  const asked = new URLSearchParams(useSearch()).get('area')
  const area = isArea(asked) ? asked : 'VN'
  const isLive = useLive(area)
  const read = useQuery({
    queryKey: ['indicators', 'one', code, area],
    queryFn: ({ signal }) => readIndicator(code, area, signal),
  })
  const indicator = read.data?.indicator
  const place = placeName(area, words.nation)
  return (
    <div className="page indicators">
      <Link href="/" className="indicator-back">
        <ArrowLeft aria-hidden="true" /> {words.title}
      </Link>
      <PageHead
        title={indicator ? nameOf(language, indicator) : code}
        actions={<LiveBadge isLive={isLive} />}
      >
        {indicator && `${place} · ${unitOf(language, indicator)}`}
      </PageHead>
      {read.isPending && <Waiting />}
      {read.error && <Fault error={read.error} />}
      {indicator === null && <Empty title={words.nothing} />}
      {read.data && (
        <Parts read={read.data} area={area} onArea={(next) => go(pathOf(code, next))} />
      )}
    </div>
  )
}

function pathOf(code: string, area: string): string {
  return area === 'VN' ? `/${code}` : `/${code}?area=${area}`
}

interface PartsProps {
  readonly read: OneIndicator
  readonly area: string
  readonly onArea: (code: string) => void
}

/** What there is of an indicator that is one. */
function Parts({ read, area, onArea }: PartsProps) {
  const words = useWords(indicatorWords)
  const { indicator, indicatorSeries, observations } = read
  if (indicator === null) return null
  const points = indicatorSeries ?? []
  const newest = points.at(-1)?.period
  return (
    <>
      {indicator.byProvince && (
        <div className="indicator-tools">
          <AreaField area={area} onChange={onArea} />
        </div>
      )}
      {points.some(({ synthetic }) => synthetic) && <Notice>{words.syntheticNote}</Notice>}
      <SeriesPanel definition={indicator} points={points} />
      {points.length > 0 && (
        <ForecastPanel code={indicator.code} area={area} decimals={indicator.decimals} />
      )}
      {indicator.byProvince && newest !== undefined && (
        <ProvincesPanel definition={indicator} period={newest} />
      )}
      <CommunesPart definition={indicator} area={area} period={newest} />
      <DefinitionPanel definition={indicator} />
      <RevisionsPanel definition={indicator} revisions={observations?.nodes ?? []} />
    </>
  )
}
