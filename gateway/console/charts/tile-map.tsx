import type { Language } from '../words/language.ts'
import { number } from '../words/numbers.ts'
import { between, readable } from './colour.ts'
import type { Palette } from './palette.ts'
import type { Drawn, Point } from './points.ts'
import { provinceTiles, tileColumns, tileRows } from './province-tiles.ts'

interface TileMapProps {
  readonly drawn: Drawn
  readonly palette: Palette
  readonly language: Language
  readonly words: { readonly withheld: string; readonly map: string; readonly noFigure: string }
  /** Pixels. */
  readonly width: number
  /** A tile was pressed; what it leads to is beside the map, too, for those who press no tile. */
  readonly onChoose?: (code: string) => void
}

const gap = 3
const tileHeight = 38
const widest = 92
const legendWidth = 168
const legendHeight = 76
/** Pixels of a tile below which names are set smaller, so that the longest stays inside. */
const roomyTile = 60
/** A tile of the least value is still a tile. */
const faintest = 0.08

/** The 34 provinces as tiles where they lie, each with its figure. */
export function TileMap({ drawn, palette, language, words, width, onChoose }: TileMapProps) {
  const tileWidth = Math.min(widest, Math.floor((width - gap) / tileColumns) - gap)
  const roomy = tileWidth >= roomyTile
  const inset = roomy ? 6 : 4
  const size = {
    width: tileColumns * (tileWidth + gap),
    height: tileRows * (tileHeight + gap),
  }
  const byCode = new Map(drawn.points.map((point) => [point.code, point]))
  const values = drawn.points.flatMap(({ y }) => (y === null ? [] : [y]))
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)]
  const share = (value: number) => (most === least ? 0 : (value - least) / (most - least))
  const colour = (value: number) =>
    between(palette.surface, palette.accent, faintest + (1 - faintest) * share(value))
  return (
    <svg
      className="plot"
      width={size.width}
      height={size.height}
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={`${words.map}: ${drawn.yName}`}
      fontSize={11}
      fontFamily="Inter Variable, system-ui, sans-serif"
    >
      <defs>
        <pattern id="withheld" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" fill={palette.surface} />
          <path d="M0 6L6 0" stroke={palette.withheld} />
        </pattern>
      </defs>
      {[...provinceTiles.values()].map(({ code, name, short, column, row }) => {
        const point = byCode.get(code)
        const value = point?.y ?? null
        const fill = value === null ? emptyFill(point, palette) : colour(value)
        const ink = value === null ? palette.muted : readable(fill)
        const shown = value === null ? (point ? '×' : '–') : compact(language, value, roomy)
        return (
          <g
            key={code}
            {...(onChoose && { cursor: 'pointer', onClick: () => onChoose(code) })}
            transform={`translate(${column * (tileWidth + gap)} ${row * (tileHeight + gap)})`}
          >
            <title>
              {`${name}: ${value === null ? (point ? words.withheld : '–') : number(language, value)}`}
            </title>
            <rect width={tileWidth} height={tileHeight} rx={4} fill={fill} stroke={palette.line} />
            <text x={inset} y={15} fill={ink} fontSize={roomy ? 11 : 9}>
              {tileWidth > 78 ? name : short}
            </text>
            <text x={inset} y={31} fill={ink} fontWeight={600}>
              {shown}
            </text>
          </g>
        )
      })}
      <Legend
        x={size.width - legendWidth}
        y={size.height - legendHeight}
        empty={words.noFigure}
        steps={[least, (least + most) / 2, most].map((value) => ({
          fill: colour(value),
          text: compact(language, value, true),
        }))}
        palette={palette}
      />
    </svg>
  )
}

interface LegendProps {
  readonly x: number
  readonly y: number
  /** What a hatched tile means. */
  readonly empty: string
  readonly steps: readonly { readonly fill: string; readonly text: string }[]
  readonly palette: Palette
}

function Legend({ x, y, empty, steps, palette }: LegendProps) {
  const width = legendWidth / steps.length
  return (
    <g transform={`translate(${x} ${y})`} aria-hidden="true">
      {steps.map(({ fill, text }, index) => (
        <g key={text} transform={`translate(${index * width} 0)`}>
          <rect width={width} height={12} fill={fill} stroke={palette.line} />
          <text x={width / 2} y={26} textAnchor="middle" fill={palette.muted}>
            {text}
          </text>
        </g>
      ))}
      <rect y={42} width={24} height={12} fill="url(#withheld)" stroke={palette.line} />
      <text x={30} y={52} fill={palette.muted}>
        {empty}
      </text>
    </g>
  )
}

function emptyFill(point: Point | undefined, palette: Palette): string {
  return point === undefined ? palette.surface : 'url(#withheld)'
}

/** A figure as a tile has room for it: whole below a hundred thousand, then in thousands and millions. */
function compact(language: Language, value: number, roomy: boolean): string {
  if (roomy && Math.abs(value) < 99_999.5)
    return number(language, value, Math.abs(value) < 1000 ? 1 : 0)
  return new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    notation: 'compact',
    // In Vietnamese the short form of thousands is one letter that few know; a small tile has room for no other.
    compactDisplay: language === 'vi' && roomy ? 'long' : 'short',
    ...(roomy ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 1 }),
  }).format(value)
}
