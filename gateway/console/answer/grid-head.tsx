import { ArrowDown, ArrowUp, Pin } from 'lucide-react'
import { type PointerEvent, useRef } from 'react'
import { classes } from '../ui/button.tsx'
import { useWords } from '../words/language.ts'
import { type Arrangement, type GridColumn, type PlacedColumn, sortedBy } from './arranged.ts'
import { answerWords } from './words.ts'

interface GridHeadProps {
  readonly columns: readonly GridColumn[]
  readonly arrangement: Arrangement
  readonly onArrange: (arrangement: Arrangement) => void
  readonly describe: (column: PlacedColumn) => string | undefined
  readonly current: number
  readonly onPlace: (column: number) => void
}

const narrowest = 48

/** The names of the columns: pressed they sort, their right edge draws them wider. */
export function GridHead(props: GridHeadProps) {
  const { columns, arrangement, onArrange, describe, current, onPlace } = props
  const words = useWords(answerWords)
  return (
    <div className="grid-row grid-head" role="row" aria-rowindex={1}>
      {columns.map((column, index) => {
        const { id, name, width, left, kind, pinned } = column
        const sort = arrangement.sort?.column === id ? arrangement.sort : undefined
        const described = describe(column)
        return (
          <div
            key={id}
            role="columnheader"
            aria-colindex={index + 1}
            aria-sort={sort ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            className={classes('grid-cell', kind === 'number' && 'right', pinned && 'pinned')}
            style={{ width, left }}
          >
            <button
              type="button"
              className="grid-name"
              tabIndex={current === index ? 0 : -1}
              data-place={`-1 ${index}`}
              title={described ? `${id}\n${described}` : id}
              onFocus={() => onPlace(index)}
              onClick={() => onArrange(sortedBy(arrangement, id))}
            >
              {pinned && <Pin aria-label={words.pinned} />}
              <span className="grid-words">{name}</span>
              {sort && (sort.descending ? <ArrowDown /> : <ArrowUp />)}
            </button>
            <WidthHandle
              width={width}
              onWidth={(wanted) =>
                onArrange({ ...arrangement, widths: { ...arrangement.widths, [id]: wanted } })
              }
            />
          </div>
        )
      })}
    </div>
  )
}

interface WidthHandleProps {
  readonly width: number
  readonly onWidth: (width: number) => void
}

function WidthHandle({ width, onWidth }: WidthHandleProps) {
  const from = useRef<{ readonly at: number; readonly width: number }>(undefined)
  return (
    <span
      aria-hidden="true"
      className="grid-edge"
      onPointerDown={(event: PointerEvent) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { at: event.clientX, width }
      }}
      onPointerMove={(event) => {
        const start = from.current
        if (start) onWidth(Math.max(narrowest, Math.round(start.width + event.clientX - start.at)))
      }}
      onPointerUp={() => {
        from.current = undefined
      }}
    />
  )
}
