import './grid.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, useMemo, useRef, useState } from 'react'
import { useLanguage, useWords } from '../words/language.ts'
import {
  type Arrangement,
  type GridColumn,
  type PlacedColumn,
  orderOf,
  shownColumns,
  widthOf,
} from './arranged.ts'
import { cellText } from './cell.ts'
import { columnName } from './column-name.ts'
import { GridCell } from './grid-cell.tsx'
import { GridHead } from './grid-head.tsx'
import { type Place, nextPlace } from './grid-keys.ts'
import type { AnswerTable, Row } from './tables.ts'
import { answerWords } from './words.ts'

/** Pixels; the same for every row, so that the place of row 90,000 is known without measuring. */
const rowHeight = 30
/** Rows painted beyond the edges: a fast wheel finds them there. */
const overscan = 12
const widthSamples = 50

interface GridProps {
  readonly table: AnswerTable
  readonly arrangement: Arrangement
  readonly onArrange: (arrangement: Arrangement) => void
  /** What the schema says of a column. */
  readonly describe: (column: PlacedColumn) => string | undefined
  /** Shows the rows of a list that stands in a cell. */
  readonly onOpen: (title: string, rows: readonly unknown[]) => void
}

/**
 * A table of any length (WAI-ARIA grid): rows outside of the view are not in the page. Arrows move from cell to
 * cell, Ctrl-C copies the cell, Ctrl-A and then Ctrl-C the whole table as TSV.
 */
export function Grid({ table, arrangement, onArrange, describe, onOpen }: GridProps) {
  const words = useWords(answerWords)
  const scroll = useRef<HTMLDivElement>(null)
  const columns = useSized(table, arrangement)
  const order = useMemo(() => orderOf(table, arrangement), [table, arrangement])
  const [place, setPlace] = useState({ row: -1, column: 0 })
  const rows = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan,
    scrollPaddingStart: rowHeight,
  })
  const painted = rows.getVirtualItems()
  // Where the current cell was scrolled away, the head is what Tab reaches.
  const isHeadCurrent = !painted.some(({ index }) => index === place.row)
  const width = columns.reduce((sum, column) => sum + column.width, 0)

  const move = (event: KeyboardEvent) => {
    const to = nextPlace(event, place, { rows: order.length, columns: columns.length })
    if (to === undefined) return
    event.preventDefault()
    setPlace(to)
    if (to.row >= 0) rows.scrollToIndex(to.row)
    // At once, so that the next key acts there; a cell that is not painted yet, once it is.
    if (!focusCell(scroll.current, to)) requestAnimationFrame(() => focusCell(scroll.current, to))
  }
  return (
    <div
      ref={scroll}
      className="grid"
      role="grid"
      aria-label={words.table}
      aria-rowcount={order.length + 1}
      aria-colcount={columns.length}
      onKeyDown={move}
    >
      <div className="grid-sheet" style={{ width, height: rows.getTotalSize() + rowHeight }}>
        <GridHead
          columns={columns}
          arrangement={arrangement}
          onArrange={onArrange}
          describe={describe}
          current={isHeadCurrent ? place.column : -1}
          onPlace={(column) => setPlace({ row: -1, column })}
        />
        {painted.map(({ index, start }) => {
          const row = table.rows[order[index] ?? -1]
          return (
            row && (
              <GridRow
                key={row.index}
                row={row}
                at={index}
                top={start + rowHeight}
                columns={columns}
                current={place.row === index ? place.column : -1}
                onPlace={setPlace}
                onOpen={onOpen}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

/** Whether the cell is there to take the focus. */
function focusCell(grid: HTMLElement | null, { row, column }: Place): boolean {
  const cell = grid?.querySelector<HTMLElement>(`[data-place="${row} ${column}"]`)
  cell?.focus({ preventScroll: row >= 0 })
  return cell !== null && cell !== undefined
}

interface GridRowProps {
  readonly row: Row
  readonly at: number
  readonly top: number
  readonly columns: readonly GridColumn[]
  readonly current: number
  readonly onPlace: (place: { row: number; column: number }) => void
  readonly onOpen: GridProps['onOpen']
}

const GridRow = memo(function GridRow(props: GridRowProps) {
  const { row, at, top, columns, current, onPlace, onOpen } = props
  return (
    <div
      className="grid-row"
      role="row"
      aria-rowindex={at + 2}
      style={{ transform: `translateY(${top}px)` }}
    >
      {columns.map((column, index) => (
        <GridCell
          key={column.id}
          row={row}
          column={column}
          place={`${at} ${index}`}
          current={current === index}
          onFocus={() => onPlace({ row: at, column: index })}
          onOpen={onOpen}
        />
      ))}
    </div>
  )
})

function useSized(table: AnswerTable, arrangement: Arrangement): readonly GridColumn[] {
  const language = useLanguage()
  return useMemo(() => {
    let left = 0
    return shownColumns(table, arrangement).map((column) => {
      const name = columnName(column)
      const texts = table.rows
        .slice(0, widthSamples)
        .map((row) => cellText(language, column.kind, row.cells[column.at]))
      const width = arrangement.widths[column.id] ?? widthOf(name, texts)
      const sized = { ...column, name, width, left: column.pinned ? left : undefined }
      if (column.pinned) left += width
      return sized
    })
  }, [table, arrangement, language])
}
