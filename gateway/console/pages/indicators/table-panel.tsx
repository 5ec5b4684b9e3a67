import type { ReactNode } from 'react'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { Empty } from '../../ui/waiting.tsx'
import { useWords } from '../../words/language.ts'
import { indicatorWords } from './words.ts'

interface TablePanelProps {
  readonly title: string
  /** What stands above the table. */
  readonly head?: ReactNode
  readonly columns: ReactNode
  readonly rows: readonly ReactNode[]
}

/** Values of an indicator as a table within a frame of its own; says so where nothing was observed. */
export function TablePanel({ title, head, columns, rows }: TablePanelProps) {
  const words = useWords(indicatorWords)
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{title}</h2>
      </div>
      {rows.length === 0 && <Empty title={words.notObserved} />}
      {head}
      {rows.length > 0 && (
        <TableScroll className="long-table">
          <table className="table">
            <thead>
              <tr>{columns}</tr>
            </thead>
            <tbody>{rows}</tbody>
          </table>
        </TableScroll>
      )}
    </section>
  )
}
