import './answer-view.css'
import { Braces, ChartNoAxesColumn, Database, Table2 } from 'lucide-react'
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql'
import { type ReactNode, Suspense, lazy, useCallback, useMemo, useState } from 'react'
import type { Answer, Question } from '../api/ask.ts'
import { type ChartSpec, type SavedChart, savedOf } from '../charts/spec.ts'
import { SelectField } from '../ui/field.tsx'
import { Segments } from '../ui/tabs.tsx'
import { Empty, Waiting } from '../ui/waiting.tsx'
import { useLanguage, useWords } from '../words/language.ts'
import { duration, number } from '../words/numbers.ts'
import { ExportMenu } from './export-menu.tsx'
import { JsonView } from './json-view.tsx'
import { Errors, SourcesView } from './sources-view.tsx'
import { TableView } from './table-view.tsx'
import { type AnswerTable, tablesOf } from './tables.ts'
import { answerWords } from './words.ts'

const ChartView = lazy(() =>
  import('../charts/chart-view.tsx').then((found) => ({ default: found.ChartView })),
)

export interface AnswerViewProps {
  readonly answer: Answer
  readonly question: Question
  readonly schema: GraphQLSchema | undefined
  /** How a report wants to be drawn; else what fits the answer best. */
  readonly chart?: SavedChart | null | undefined
  /** The title of charts and the name of files. */
  readonly title?: string | undefined
  /** Told how the first table is drawn, as a report keeps it; undefined once it is shown otherwise. */
  readonly onDrawn?: (chart: SavedChart | undefined) => void
}

type Show = 'table' | 'chart' | 'json' | 'sources'

/** An answer as a table, a chart, JSON, with its sources; and the ways to take it along. */
export function AnswerView(props: AnswerViewProps) {
  const { answer, question, schema, chart, title, onDrawn } = props
  const words = useWords(answerWords)
  const language = useLanguage()
  const tables = useMemo(() => tablesOf(answer.data), [answer])
  const [which, setWhich] = useState(0)
  const table = tables[which] ?? tables[0]
  const [chosen, setShow] = useState<Show>()
  const show = chosen ?? firstShow(answer, chart, table)
  const tabular = show === 'table' || show === 'chart'
  return (
    <section className="answer" aria-label={words.answer}>
      <div className="answer-bar">
        <Segments
          label={words.answer}
          chosen={show}
          onChoose={setShow}
          options={[
            { id: 'table', words: <View icon={<Table2 />} words={words.table} /> },
            { id: 'chart', words: <View icon={<ChartNoAxesColumn />} words={words.chart} /> },
            { id: 'json', words: <View icon={<Braces />} words={words.json} /> },
            { id: 'sources', words: <View icon={<Database />} words={words.sources} /> },
          ]}
        />
        {tables.length > 1 && tabular && (
          <WhichTable tables={tables} which={which} onWhich={setWhich} />
        )}
        <span className="grow" />
        <span className="muted small answer-time">{duration(language, answer.elapsedMs)}</span>
        <ExportMenu question={question} path={table && listPath(table)} title={title} />
      </div>
      {show !== 'sources' && answer.errors.length > 0 && (
        <div className="answer-notes">
          <Errors answer={answer} />
        </div>
      )}
      <div className="answer-body">
        <Shown
          {...{ show, answer, table, question, schema, title }}
          chart={which === 0 ? chart : undefined}
          {...(which === 0 && onDrawn && { onDrawn })}
        />
      </div>
    </section>
  )
}

interface ShownProps extends AnswerViewProps {
  readonly show: Show
  readonly table: AnswerTable | undefined
}

function Shown(props: ShownProps) {
  const { show, answer, table, question, schema, chart, title, onDrawn } = props
  const words = useWords(answerWords)
  const document = useMemo(() => parsed(question.query), [question.query])
  const id = table?.id ?? ''
  const onSpec = useCallback(
    (spec: ChartSpec | undefined) => onDrawn?.(spec && savedOf(id, spec)),
    [onDrawn, id],
  )
  if (show === 'json') return <JsonView text={answer.text} />
  if (show === 'sources') return <SourcesView answer={answer} />
  if (table === undefined) return <Empty title={words.noData} />
  if (show === 'table')
    return <TableView key={table.id} table={table} document={document} schema={schema} />
  return (
    <Suspense fallback={<Waiting />}>
      <ChartView
        key={table.id}
        {...{ table, document, schema, answer, title, onSpec }}
        wanted={chart ?? undefined}
      />
    </Suspense>
  )
}

function View({ icon, words }: { readonly icon: ReactNode; readonly words: string }) {
  return (
    <>
      {icon}
      {words}
    </>
  )
}

interface WhichTableProps {
  readonly tables: readonly AnswerTable[]
  readonly which: number
  readonly onWhich: (which: number) => void
}

function WhichTable({ tables, which, onWhich }: WhichTableProps) {
  const words = useWords(answerWords)
  const language = useLanguage()
  return (
    <div className="answer-which">
      <SelectField
        label={words.which}
        value={which}
        onChange={(event) => onWhich(Number(event.target.value))}
      >
        {tables.map(({ id, rows }, index) => (
          <option key={id} value={index}>
            {id === '' ? words.beside : id} ({number(language, rows.length)})
          </option>
        ))}
      </SelectField>
    </div>
  )
}

/** What is shown before the reader chose: what there is to see. */
function firstShow(
  { data, errors }: Answer,
  chart: SavedChart | null | undefined,
  table: AnswerTable | undefined,
): Show {
  if (data === null && errors.length > 0) return 'sources'
  return chart && chart.kind !== 'table' && table ? 'chart' : 'table'
}

/** The list as an export names it: without the key that holds its rows. */
function listPath({ path }: AnswerTable): string {
  const last = path.at(-1)
  return (
    last === 'nodes' || last === 'edges' || last === 'groups' ? path.slice(0, -1) : path
  ).join('.')
}

function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}
