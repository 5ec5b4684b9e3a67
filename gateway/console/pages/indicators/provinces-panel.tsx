import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { usePalette } from '../../charts/palette.ts'
import type { Drawn } from '../../charts/points.ts'
import { provinceTiles } from '../../charts/province-tiles.ts'
import { TileMap } from '../../charts/tile-map.tsx'
import { Fault } from '../../ui/notice.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { number, periodText } from '../../words/numbers.ts'
import { type RankedPlace, type WholeDefinition, readRanking } from './indicator.ts'
import { ScoreValue } from './score-card.tsx'
import { nameOf } from './scores.ts'
import { indicatorWords } from './words.ts'

interface ProvincesPanelProps {
  readonly definition: WholeDefinition
  readonly period: string
}

/** The provinces on the map and in their order, each leading to its own series. */
export function ProvincesPanel({ definition, period }: ProvincesPanelProps) {
  const words = useWords(indicatorWords)
  const language = useLanguage()
  const palette = usePalette()
  const [, go] = useLocation()
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const { code, decimals } = definition
  const ranking = useQuery({
    queryKey: ['indicators', 'ranking', code, period],
    queryFn: ({ signal }) => readRanking(code, period, signal),
  })
  const { places = [], confidence = null, method = 'NONE' } = ranking.data ?? {}
  useEffect(() => {
    const shown = frame.current
    if (!shown) return undefined
    const observer = new ResizeObserver(() => setWidth(Math.min(560, shown.clientWidth)))
    observer.observe(shown)
    return () => observer.disconnect()
  }, [])
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{words.provinces(periodText(language, period))}</h2>
        <span className="muted small">{words.rankings[method]}</span>
      </div>
      {ranking.isPending && <Waiting />}
      {ranking.error && <Fault error={ranking.error} />}
      <div className="indicator-places">
        <div ref={frame} className="indicator-map">
          {width > 0 && places.length > 0 && (
            <TileMap
              drawn={drawnOf(places, nameOf(language, definition))}
              {...{ palette, language, width }}
              onChoose={(area) => go(`/${code}?area=${area}`)}
              words={{ withheld: words.noFigure, map: words.map, noFigure: words.noFigure }}
            />
          )}
        </div>
        <TableScroll className="indicator-ranks">
          <table className="table">
            <thead>
              <tr>
                <th className="number">{words.rank}</th>
                <th>{words.province}</th>
                <th className="number">{words.value}</th>
                {confidence !== null && (
                  <th className="number">
                    {words.interval(number(language, confidence * 100, 0))}
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {places.map((place) => (
                <tr key={place.areaCode}>
                  <td className="number">
                    {place.rank ?? '–'}
                    {place.bestRank !== null && place.bestRank !== place.worstRank && (
                      <span className="muted small">
                        {' '}
                        ({place.bestRank}–{place.worstRank})
                      </span>
                    )}
                  </td>
                  <th scope="row">
                    <Link href={`/${code}?area=${place.areaCode}`}>
                      {provinceTiles.get(place.areaCode)?.name ?? place.areaCode}
                    </Link>
                  </th>
                  <td className="number">
                    <ScoreValue score={place} decimals={decimals} />
                  </td>
                  {confidence !== null && (
                    <td className="number muted">
                      {place.lower === null || place.upper === null
                        ? '–'
                        : `${number(language, place.lower, decimals)} – ${number(language, place.upper, decimals)}`}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </div>
    </section>
  )
}

function drawnOf(places: readonly RankedPlace[], yName: string): Drawn {
  const points = places.map(({ areaCode, value, state }) => ({
    x: areaCode,
    y: value,
    series: '',
    label: '',
    code: areaCode,
    withheld: value === null ? state : undefined,
  }))
  return {
    points,
    xName: '',
    yName,
    seriesName: undefined,
    series: [],
    categories: [],
    temporal: false,
  }
}
