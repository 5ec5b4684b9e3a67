import './answer-view.css'
import { Braces, ChartNoAxesColumn, Database, Table2 } from 'lucide-react'
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql'
import { Suspense, lazy, useMemo, useState } from 'react'
import type { Answer, Question } from '../api/ask.ts'
import { chartFor } from '../charts/choose.ts'
import type { ChartSpec } from '../charts/spec.ts'
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

interface AnswerViewProps {
  readonly answer: Answer
  readonly question: Question
  readonly schema: GraphQLSchema | undefined
  /** How a report wants to be drawn; else what fits the answer best. */
  readonly chart?: Partial<ChartSpec> | undefined
  /** The title of charts and the name of files. */
  readonly title?: string
}

type Show = 'table' | 'chart' | 'json' | 'sources'

/** An answer as a table, a chart, JSON, with its sources; and the ways to take it along. */
export function AnswerView({ answer, question, schema, chart, title }: AnswerViewProps) {
  const words = useWords(answerWords)
  const language = useLanguage()
  const document = useMemo(() => parsed(question.query), [question.query])
  const tables = useMemo(() => tablesOf(answer.data), [answer])
  const [which, setWhich] = useState(0)
  const table = tables[which] ?? tables[0]
  const fitting = useMemo(() => table && chartFor(table), [table])
  const [chosen, setShow] = useState<Show>()
  const show = chosen ?? firstShow(answer, chart !== undefined && fitting !== undefined)
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
        {tables.length > 1 && (show === 'table' || show === 'chart') && (
          <WhichTable tables={tables} which={which} onWhich={setWhich} />
        )}
        <span className="grow" />
        <span className="muted small answer-time">{duration(language, answer.elapsedMs)}</span>
        <ExportMenu question={question} title={title} />
      </div>
      {show !== 'sources' && answer.errors.length > 0 && (
        <div className="answer-notes" aria-label={words.errors}>
          <Errors answer={answer} />
        </div>
      )}
      <div className="answer-body">
        {(show === 'table' || show === 'chart') && table === undefined && (
          <Empty title={words.noData} />
        )}
        {show === 'table' && table && (
          <TableView key={table.id} table={table} document={document} schema={schema} />
        )}
        {show === 'chart' && table && (
          <Suspense fallback={<Waiting />}>
            <ChartView
              key={table.id}
              {...{ table, document, schema, answer }}
              wanted={which === 0 ? chart : undefined}
              title={title}
            />
          </Suspense>
        )}
        {show === 'json' && <JsonView text={answer.text} />}
        {show === 'sources' && <SourcesView answer={answer} />}
      </div>
    </section>
  )
}

function View({ icon, words }: { readonly icon: React.ReactNode; readonly words: string }) {
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
function firstShow({ data, errors }: Answer, drawn: boolean): Show {
  if (data === null && errors.length > 0) return 'sources'
  return drawn ? 'chart' : 'table'
}

function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}
