import { Columns3, Copy } from 'lucide-react'
import type { DocumentNode, GraphQLSchema } from 'graphql'
import { useMemo, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { CheckField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toast.tsx'
import { Empty } from '../ui/waiting.tsx'
import { useLanguage, useWords } from '../words/language.ts'
import { number } from '../words/numbers.ts'
import { type Arrangement, toggled, unarranged } from './arranged.ts'
import { cellText } from './cell.ts'
import { columnName, fieldWords } from './column-name.ts'
import { Grid } from './grid.tsx'
import { PrintedTable } from './printed-table.tsx'
import { usePrinting } from '../shell/theme.ts'
import { type AnswerTable, tablesOf, withheldBy } from './tables.ts'
import { tsvOf } from './tsv.ts'
import { answerWords } from './words.ts'

interface TableViewProps {
  readonly table: AnswerTable
  readonly document: DocumentNode | undefined
  readonly schema: GraphQLSchema | undefined
}

/** A table with what stands beside it, what is withheld, and how it may be arranged. */
export function TableView({ table, document, schema }: TableViewProps) {
  const words = useWords(answerWords)
  const language = useLanguage()
  const [arrangement, setArrangement] = useState<Arrangement>(unarranged)
  const [choosing, setChoosing] = useState(false)
  const [inner, setInner] = useState<{ title: string; rows: readonly unknown[] }>()
  const withheld = useMemo(() => withheldCount(table), [table])
  const isPrinting = usePrinting()
  if (table.rows.length === 0) return <Empty title={words.nothing} />
  return (
    <div className="answer-table">
      <div className="answer-facts">
        <span>{words.rows(number(language, table.rows.length))}</span>
        {table.beside.map(({ id, value }) => (
          <span key={id}>
            <span className="muted">{columnName({ path: id.split('.') })}</span>{' '}
            {cellText(language, typeof value === 'number' ? 'number' : 'text', value) || '–'}
          </span>
        ))}
        <span className="grow" />
        <Button tight look="quiet" icon={<Columns3 />} onClick={() => setChoosing(true)}>
          {words.columns}
        </Button>
        <Button
          tight
          look="quiet"
          icon={<Copy />}
          onClick={() => {
            void navigator.clipboard
              .writeText(tsvOf(table, arrangement))
              .then(() => toast(words.tableCopied))
          }}
        >
          {words.copyTable}
        </Button>
      </div>
      {(withheld > 0 || table.truncated || table.hasNextPage) && (
        <div className="answer-notes">
          {withheld > 0 && <Notice>{words.withheldNote(number(language, withheld))}</Notice>}
          {table.truncated && <Notice look="warn">{words.truncated}</Notice>}
          {table.hasNextPage && <Notice>{words.morePages}</Notice>}
        </div>
      )}
      {isPrinting ? (
        <PrintedTable {...{ table, arrangement, schema, document }} />
      ) : (
        <Grid
          table={table}
          arrangement={arrangement}
          onArrange={setArrangement}
          describe={({ path }) =>
            fieldWords(schema, document, [...table.path, ...path])?.description
          }
          onOpen={(title, rows) => setInner({ title, rows })}
        />
      )}
      <ColumnChooser
        table={table}
        arrangement={arrangement}
        open={choosing}
        onArrange={setArrangement}
        onClose={() => setChoosing(false)}
      />
      {inner && <InnerRows {...inner} onClose={() => setInner(undefined)} />}
    </div>
  )
}

interface ColumnChooserProps {
  readonly table: AnswerTable
  readonly arrangement: Arrangement
  readonly open: boolean
  readonly onArrange: (arrangement: Arrangement) => void
  readonly onClose: () => void
}

function ColumnChooser({ table, arrangement, open, onArrange, onClose }: ColumnChooserProps) {
  const words = useWords(answerWords)
  const { hidden, pinned } = arrangement
  return (
    <Dialog title={words.columns} open={open} onClose={onClose}>
      <table className="table">
        <tbody>
          {table.columns.map((column) => (
            <tr key={column.id}>
              <th scope="row">{columnName(column)}</th>
              <td>
                <CheckField
                  label={words.showColumn}
                  checked={!hidden.includes(column.id)}
                  onChange={() => onArrange({ ...arrangement, hidden: toggled(hidden, column.id) })}
                />
              </td>
              <td>
                <CheckField
                  label={words.pinColumn}
                  checked={pinned.includes(column.id)}
                  onChange={() => onArrange({ ...arrangement, pinned: toggled(pinned, column.id) })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  )
}

interface InnerRowsProps {
  readonly title: string
  readonly rows: readonly unknown[]
  readonly onClose: () => void
}

/** The rows of a list that stood in a cell. */
function InnerRows({ title, rows, onClose }: InnerRowsProps) {
  const [arrangement, setArrangement] = useState<Arrangement>(unarranged)
  const [deeper, setDeeper] = useState<{ title: string; rows: readonly unknown[] }>()
  const table = useMemo(() => tablesOf({ nodes: rows })[0], [rows])
  return (
    <Dialog wide open title={title} onClose={onClose}>
      {table && (
        <div className="grid-inner">
          <Grid
            table={table}
            arrangement={arrangement}
            onArrange={setArrangement}
            describe={() => undefined}
            onOpen={(at, list) => setDeeper({ title: at, rows: list })}
          />
        </div>
      )}
      {deeper && <InnerRows {...deeper} onClose={() => setDeeper(undefined)} />}
    </Dialog>
  )
}

function withheldCount(table: AnswerTable): number {
  return table.rows.reduce(
    (sum, row) =>
      row.withheld.size === 0
        ? sum
        : sum +
          table.columns.filter((column, at) => withheldBy(row, column, row.cells[at]) !== undefined)
            .length,
    0,
  )
}
