import type { DocumentNode, GraphQLSchema } from 'graphql'
import { isRecord } from '../api/refused.ts'
import { useLanguage, useWords } from '../words/language.ts'
import { number } from '../words/numbers.ts'
import { type Arrangement, orderOf, shownColumns } from './arranged.ts'
import { cellText } from './cell.ts'
import { columnName, fieldWords, valueWords } from './column-name.ts'
import { type AnswerTable, type Column, type Row, tablesOf, withheldBy } from './tables.ts'
import { answerWords } from './words.ts'

/** Rows on paper at most: beyond, a file serves better, and a browser takes minutes to lay them out. */
const mostRows = 2000

interface PrintedTableProps {
  readonly table: AnswerTable
  readonly arrangement: Arrangement
  readonly schema: GraphQLSchema | undefined
  readonly document: DocumentNode | undefined
}

/** A table as it stands on paper: every row, every cell whole, and what a cell would open written out. */
export function PrintedTable({ table, arrangement, schema, document }: PrintedTableProps) {
  const words = useWords(answerWords)
  const language = useLanguage()
  const columns = shownColumns(table, arrangement)
  const found = (path: readonly string[]) => fieldWords(schema, document, [...table.path, ...path])
  const name = (path: readonly string[]) => found(path)?.[language]
  const said: Said = (path, text) => valueWords(schema, found(path), language)(text)
  const order = orderOf(table, arrangement)
  return (
    <>
      <table className="table printed-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} className={column.kind === 'number' ? 'number' : undefined}>
                {name(column.path) ?? columnName(column)}
                {name(column.path) !== undefined && (
                  <div className="muted small">{columnName(column)}</div>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from(order.slice(0, mostRows), (at) => {
            const row = table.rows[at]
            return (
              row && (
                <tr key={at}>
                  {columns.map((column) => (
                    <td key={column.id} className={column.kind === 'number' ? 'number' : undefined}>
                      <PrintedCell row={row} column={column} at={column.at} said={said} />
                    </td>
                  ))}
                </tr>
              )
            )
          })}
        </tbody>
      </table>
      {order.length > mostRows && (
        <p className="printed-rest">
          {words.printedRest(number(language, mostRows), number(language, order.length))}
        </p>
      )}
    </>
  )
}

interface PrintedCellProps {
  readonly row: Row
  readonly column: Column
  readonly at: number
  readonly said: Said
}

/** A text as its language says it, by the path of its field below a row. */
type Said = (path: readonly string[], text: string) => string

function PrintedCell({ row, column, at, said }: PrintedCellProps) {
  const words = useWords(answerWords)
  const language = useLanguage()
  const cell = row.cells[at]
  if (withheldBy(row, column, cell) !== undefined) return <em>{words.withheld}</em>
  if (!Array.isArray(cell) || !cell.some(isRecord))
    return said(column.path, cellText(language, column.kind, cell)) || '–'
  const inner = tablesOf({ nodes: cell })[0]
  return (
    <ol className="printed-list">
      {inner?.rows.map(({ index, cells }) => (
        <li key={index}>
          {inner.columns
            .map(({ kind, path }, place) =>
              said([...column.path, ...path], cellText(language, kind, cells[place])),
            )
            .filter((text) => text !== '')
            .join(' · ')}
        </li>
      ))}
    </ol>
  )
}
