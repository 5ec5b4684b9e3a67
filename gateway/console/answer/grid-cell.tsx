import { type ClipboardEvent, type ReactNode, memo } from 'react'
import { isRecord } from '../api/refused.ts'
import { classes } from '../ui/button.tsx'
import { useLanguage, useWords } from '../words/language.ts'
import { number } from '../words/numbers.ts'
import type { GridColumn } from './arranged.ts'
import { cellText } from './cell.ts'
import { type Row, withheldBy } from './tables.ts'
import { answerWords } from './words.ts'

interface GridCellProps {
  readonly row: Row
  readonly column: GridColumn
  readonly place: string
  readonly current: boolean
  readonly onFocus: () => void
  readonly onOpen: (title: string, rows: readonly unknown[]) => void
}

/** Letters beyond which a cell is told whole when the pointer rests on it. */
const longText = 24

/** A cell: text, a figure, a withheld figure with its reason, or a list that opens. */
export const GridCell = memo(function GridCell(props: GridCellProps) {
  const { row, column } = props
  const language = useLanguage()
  const cell = row.cells[column.at]
  const withheld = withheldBy(row, column, cell)
  if (withheld !== undefined)
    return (
      <Frame {...props} look="withheld" title={withheld} text="">
        <Withheld reason={withheld} />
      </Frame>
    )
  if (Array.isArray(cell) && cell.some(isRecord)) return <ListCell {...props} rows={cell} />
  const text = cellText(language, column.kind, cell)
  const missing = cell === null || cell === undefined
  return (
    <Frame {...props} title={text.length > longText ? text : undefined} text={text}>
      {missing ? <span className="muted">–</span> : text}
    </Frame>
  )
})

interface FrameProps extends GridCellProps {
  readonly look?: string
  readonly title?: string | undefined
  /** What is copied. */
  readonly text: string
  readonly children: ReactNode
}

function Frame({ column, place, current, onFocus, look, title, text, children }: FrameProps) {
  const copy = (event: ClipboardEvent) => {
    if (getSelection()?.isCollapsed === false) return
    event.clipboardData.setData('text/plain', text)
    event.preventDefault()
  }
  const { kind, pinned, width, left } = column
  return (
    <div
      role="gridcell"
      className={classes('grid-cell', kind === 'number' && 'right', pinned && 'pinned', look)}
      style={{ width, left }}
      tabIndex={current ? 0 : -1}
      data-place={place}
      title={title}
      onFocus={onFocus}
      onCopy={copy}
    >
      {children}
    </div>
  )
}

function Withheld({ reason }: { readonly reason: string }) {
  const words = useWords(answerWords)
  return (
    <span className="grid-withheld">
      {words.withheld}
      <span className="visually-hidden">: {reason}</span>
    </span>
  )
}

function ListCell(props: GridCellProps & { readonly rows: readonly unknown[] }) {
  const { column, place, current, onFocus, onOpen, rows } = props
  const words = useWords(answerWords)
  const language = useLanguage()
  const { pinned, width, left, name } = column
  return (
    <div
      role="gridcell"
      className={classes('grid-cell', pinned && 'pinned')}
      style={{ width, left }}
    >
      <button
        type="button"
        className="grid-list"
        tabIndex={current ? 0 : -1}
        data-place={place}
        onFocus={onFocus}
        onClick={() => onOpen(name, rows)}
      >
        {words.rows(number(language, rows.length))}
      </button>
    </div>
  )
}
