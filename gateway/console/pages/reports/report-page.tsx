import { useMutation, useQuery } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { type Question, ask } from '../../api/ask.ts'
import { useSchema } from '../../api/schema.ts'
import type { SignedIn } from '../../api/session.ts'
import { AnswerView } from '../../answer/answer-view.tsx'
import { Button } from '../../ui/button.tsx'
import { Fault } from '../../ui/notice.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { ParameterForm } from './parameter-form.tsx'
import { inputKind, searchOf, typedOf, valuesIn, variableOf } from './parameters.ts'
import { type Report, findReport } from './report.ts'
import { ReportActions } from './report-actions.tsx'
import { reportWords } from './words.ts'

interface ReportPageProps {
  readonly id: string
  readonly session: SignedIn
}

/** A report: what it says, its parameters, its answer drawn, and what can be done with it. */
export function ReportPage({ id, session }: ReportPageProps) {
  const words = useWords(reportWords)
  const version = Number(new URLSearchParams(location.search).get('version')) || undefined
  const report = useQuery({
    queryKey: ['report', id, version],
    queryFn: ({ signal }) => findReport(id, version, signal),
  })
  if (report.error)
    return (
      <div className="page">
        <PageHead title={words.title} />
        <Fault error={report.error} />
      </div>
    )
  if (report.data === undefined) return <Waiting />
  return <Shown key={`${id} ${report.data.version}`} report={report.data} session={session} />
}

interface ShownProps {
  readonly report: Report
  readonly session: SignedIn
}

function Shown({ report, session }: ShownProps) {
  const words = useWords(reportWords)
  const language = useLanguage()
  const schema = useSchema()
  const [values, setValues] = useState(() => valuesIn(location.search))
  const question = useMemo(() => questionOf(report, values), [report, values])
  const run = useMutation({ mutationFn: (asked: Question) => ask(asked) })
  const { mutate } = run
  const ready = report.parameters.every(
    ({ name, required }) => !required || (values[name] ?? '') !== '',
  )
  useEffect(() => {
    if (ready) mutate(questionOf(report, valuesIn(location.search)))
    // Once, when the report is opened: later runs are asked for.
  }, [])
  const title = inLanguage(language, report.title)
  const start = () => {
    history.replaceState(null, '', `${location.pathname}${searchOf(values)}`)
    mutate(question)
  }
  return (
    <div className="page report">
      <PageHead
        title={title}
        actions={<ReportActions report={report} session={session} question={question} />}
      >
        {inLanguage(language, report.description)}
      </PageHead>
      {report.parameters.length > 0 && (
        <form
          className="panel report-form"
          onSubmit={(event) => {
            event.preventDefault()
            start()
          }}
        >
          <ParameterForm
            parameters={report.parameters}
            schema={schema.data}
            values={values}
            onValue={(name, value) => setValues({ ...values, [name]: value })}
          />
          <Button type="submit" look="primary" icon={<Play />} busy={run.isPending}>
            {words.run}
          </Button>
        </form>
      )}
      <div className="panel report-answer">
        {run.isPending && <Waiting words={words.running} />}
        {run.error && (
          <div className="panel-body">
            <Fault error={run.error} retry={<Button onClick={start}>{words.run}</Button>} />
          </div>
        )}
        {run.data && (
          <AnswerView
            answer={run.data}
            question={question}
            schema={schema.data}
            chart={report.chart}
            title={title}
          />
        )}
      </div>
    </div>
  )
}

function questionOf(report: Report, values: Readonly<Record<string, string>>): Question {
  const { document, operation, parameters, purpose } = report
  const given = parameters.flatMap((parameter) => {
    const typed = values[parameter.name] ?? typedOf(parameter.default)
    const value = variableOf(
      parameter,
      inputKind(parameter, () => undefined),
      typed,
    )
    return value === undefined ? [] : [[parameter.name, value] as const]
  })
  return {
    query: document,
    variables: Object.fromEntries(given),
    ...(operation === null ? {} : { operationName: operation }),
    ...(purpose === null ? {} : { purpose }),
  }
}
