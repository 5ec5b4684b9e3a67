import './charts.css'
import { Download } from 'lucide-react'
import type { DocumentNode, GraphQLSchema } from 'graphql'
import { useEffect, useMemo, useRef, useState } from 'react'
import { columnName, fieldWords } from '../answer/column-name.ts'
import type { AnswerTable } from '../answer/tables.ts'
import type { Answer } from '../api/ask.ts'
import { Menu } from '../ui/menu.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toast.tsx'
import { Empty } from '../ui/waiting.tsx'
import { type Language, useLanguage, useWords } from '../words/language.ts'
import { ministryName } from '../words/ministry-name.ts'
import { moment, number } from '../words/numbers.ts'
import { ChartChooser } from './chart-chooser.tsx'
import { chartFor } from './choose.ts'
import { between } from './colour.ts'
import { type Palette, usePalette } from './palette.ts'
import { savePng, saveSvg, standalone } from './picture.ts'
import { plotted } from './plot-marks.ts'
import { scaleOf } from './plot-heatmap.ts'
import { short } from './plot-text.ts'
import { type Drawn, drawnOf, unitText } from './points.ts'
import { type ChartSpec, type SavedChart, specOf } from './spec.ts'
import { TileMap } from './tile-map.tsx'
import { chartWords } from './words.ts'

interface ChartViewProps {
  readonly table: AnswerTable
  readonly document: DocumentNode | undefined
  readonly schema: GraphQLSchema | undefined
  readonly answer: Answer
  /** How a report wants it drawn. */
  readonly wanted?: SavedChart | undefined
  readonly title?: string | undefined
  /** Told how it is drawn, also when the reader draws it another way, and when it is drawn no more. */
  readonly onSpec?: (spec: ChartSpec | undefined) => void
}

/** A table drawn: as a report says or as fits it best, and as the reader then wants it. */
export function ChartView(props: ChartViewProps) {
  const { table, document, schema, answer, wanted, title, onSpec } = props
  const words = useWords(chartWords)
  const language = useLanguage()
  const fitting = useMemo(() => specOf(table.id, wanted) ?? chartFor(table), [table, wanted])
  const [own, setOwn] = useState<ChartSpec>()
  const spec = own ?? fitting
  const drawn = useMemo(() => spec && drawnOf(language, table, spec), [language, table, spec])
  useEffect(() => {
    onSpec?.(spec)
    return () => onSpec?.(undefined)
  }, [onSpec, spec])
  const palette = usePalette()
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  if (spec === undefined || drawn === undefined) return <Empty title={words.nothing} />
  const source = sourceText(language, words.source, answer)
  const said = (id: string) => {
    const path = id.split('.')
    const owner = path.length > 1 && silentEnds.has(path.at(-1) ?? '') ? path.slice(0, -1) : path
    return fieldWords(schema, document, [...table.path, ...owner])?.[language]
  }
  const heading = title ?? headingOf(spec, said, words.byProvince)
  const figures = [figuresOf(spec, said), unitText(language, spec)].filter(Boolean).join(' ')
  const withheld = drawn.points.filter((point) => point.withheld !== undefined).length
  const legend =
    spec.kind === 'heatmap'
      ? scaleLegend(language, drawn, palette, words.noFigure)
      : legendOf(spec, drawn, palette)
  const saved = (how: 'svg' | 'png') => {
    const svg = frame.current?.querySelector('svg')
    if (!svg) return
    const text = standalone(svg, { title: heading, legend, source }, palette)
    const name = fileName(heading)
    if (how === 'svg') saveSvg(name, text)
    else savePng(name, text).catch((error: unknown) => toast(String(error)))
  }
  return (
    <div className="chart">
      <div className="chart-tools">
        <ChartChooser table={table} spec={spec} onChoose={setOwn} />
        <span className="grow" />
        <Menu
          tight
          label={words.savePicture}
          face={
            <>
              <Download /> {words.savePicture}
            </>
          }
          groups={[
            [
              { id: 'svg', words: 'SVG', onChoose: () => saved('svg') },
              { id: 'png', words: 'PNG', onChoose: () => saved('png') },
            ],
          ]}
        />
      </div>
      <figure className="chart-figure">
        <figcaption>
          <div className="chart-title">{heading}</div>
          <div className="muted small">{figures}</div>
        </figcaption>
        {legend.length > 0 && (
          <ul className="chart-legend" aria-label={words.legend}>
            {legend.map(({ text, colour }) => (
              <li key={text}>
                <span className="chart-swatch" style={{ background: colour }} />
                {text}
              </li>
            ))}
          </ul>
        )}
        {withheld > 0 && <Notice>{words.withheldNote(number(language, withheld))}</Notice>}
        <div ref={frame} className="chart-frame">
          {width > 0 && <Picture {...{ spec, drawn, palette, language, width }} />}
          {spec.kind === 'tiles' && width > rankedFrom && (
            <Picture
              {...{ palette, language }}
              spec={{ ...spec, kind: 'bar' }}
              drawn={ranked(drawn)}
              width={width - mapWidth}
            />
          )}
        </div>
        <p className="chart-source">{source}</p>
      </figure>
    </div>
  )
}

interface PictureProps {
  readonly spec: ChartSpec
  readonly drawn: Drawn
  readonly palette: Palette
  readonly language: Language
  readonly width: number
}

function Picture({ spec, drawn, palette, language, width }: PictureProps) {
  const words = useWords(chartWords)
  const place = useRef<HTMLDivElement>(null)
  const { kind } = spec
  useEffect(() => {
    if (kind === 'tiles') return undefined
    const svg = plotted({ kind, drawn, palette, language, words, width })
    svg.setAttribute('role', 'img')
    svg.setAttribute('aria-label', `${words.kinds[kind]}: ${drawn.yName}`)
    place.current?.replaceChildren(svg)
    return () => svg.remove()
  }, [kind, drawn, palette, language, words, width])
  if (kind === 'tiles') return <TileMap {...{ drawn, palette, language, words, width }} />
  return <div ref={place} />
}

/** Pixels from which there is room for the provinces in their order beside the map. */
const rankedFrom = 960
const mapWidth = 640

/** The same figures by province, the largest first. */
function ranked(drawn: Drawn): Drawn {
  const points = drawn.points.toSorted((one, other) => (other.y ?? -1) - (one.y ?? -1))
  return { ...drawn, points, categories: points.map(({ x }) => String(x)) }
}

function useWidth(frame: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const shown = frame.current
    if (!shown) return undefined
    const observer = new ResizeObserver(() => setWidth(Math.floor(shown.clientWidth)))
    observer.observe(shown)
    return () => observer.disconnect()
  }, [frame])
  return width
}

/** Ends of paths that name the thing before them: `province.name` is the province. */
const silentEnds: ReadonlySet<string> = new Set(['name', 'code'])

/** What is measured, in the schema's words: each of them once, before the response keys that it holds for. */
function figuresOf({ y }: ChartSpec, said: (id: string) => string | undefined): string {
  const keys = new Map<string, string[]>()
  for (const id of y) {
    const words = said(id) ?? ''
    const known = keys.get(words) ?? []
    keys.set(words, [...known, columnName({ path: id.split('.') })])
  }
  return [...keys]
    .map(([words, names]) =>
      (words === '' || names.length > 1 ? `${words} (${names.join(', ')})` : words).trim(),
    )
    .join(' · ')
}

function headingOf(
  { kind, x, y, series }: ChartSpec,
  said: (id: string) => string | undefined,
  byProvince: string,
): string {
  const words = (id: string) => said(id) ?? columnName({ path: id.split('.') })
  const along = kind === 'tiles' ? byProvince : words(x)
  const by = series === undefined ? [] : [words(series)]
  return `${words(y[0] ?? '')} · ${[along, ...by].join(', ')}`
}

/** What the colours of a heat map stand for: five steps from the least to the most, and cells without a figure. */
function scaleLegend(language: Language, drawn: Drawn, palette: Palette, noFigure: string) {
  const [least, most] = scaleOf(drawn)
  const steps = [0, 0.25, 0.5, 0.75, 1].map((share) => ({
    text: short(language)(least + share * (most - least)),
    colour: between(palette.surface, palette.accent, share),
  }))
  const hasEmpty = drawn.points.some(({ y }) => y === null)
  return hasEmpty ? [...steps, { text: `× ${noFigure}`, colour: palette.line }] : steps
}

/** Colours are explained where there is more than one series and they are not a scale. */
function legendOf({ kind }: ChartSpec, { series }: Drawn, { series: colours }: Palette) {
  if (kind === 'tiles' || kind === 'scatter' || series.length < 2) return []
  return series.map((text, index) => ({ text, colour: colours[index % colours.length] ?? '' }))
}

function sourceText(language: Language, words: string, { provenance }: Answer): string {
  const parts = Object.entries(provenance).map(
    ([ministry, { asOf }]) => `${ministryName(language, ministry)} (${moment(language, asOf)})`,
  )
  return `${words}: ${parts.join(', ')}`
}

function fileName(title: string): string {
  const name = title
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .replaceAll(/[^\w]+/g, '-')
  return name.replaceAll(/^-|-$/g, '').toLowerCase().slice(0, 60) || 'chart'
}
