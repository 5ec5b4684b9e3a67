import { useMutation, useQuery } from '@tanstack/react-query'
import { Archive, History, Link2, PencilLine, Play, Terminal } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { type Question, ask } from '../../api/ask.ts'
import { queries } from '../../api/queries.ts'
import { useSchema } from '../../api/schema.ts'
import type { SignedIn } from '../../api/session.ts'
import { AnswerView } from '../../answer/answer-view.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Fault } from '../../ui/notice.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { toast } from '../../ui/toast.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { common } from '../../words/common.ts'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { openTab } from '../ask/bench-store.ts'
import { ParameterForm } from './parameter-form.tsx'
import { inputKind, searchOf, typedOf, valuesIn, variableOf } from './parameters.ts'
import { type Report, archiveReport, findReport } from './report.ts'
import { SaveDialog } from './save-dialog.tsx'
import { Versions } from './versions.tsx'
import { reportWords } from './words.ts'

interface ReportPageProps {
  readonly id: string
  readonly session: SignedIn
}

/** A report: what it says, its parameters, its answer drawn, and what can be done with it. */
export function ReportPage({ id, session }: ReportPageProps) {
  const version = Number(new URLSearchParams(location.search).get('version')) || undefined
  const report = useQuery({
    queryKey: ['report', id, version],
    queryFn: ({ signal }) => findReport(id, version, signal),
  })
  if (report.error)
    return (
      <div className="page">
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
    // oxlint-disable-next-line react/exhaustive-deps
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
        actions={<Actions report={report} session={session} question={question} />}
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

function Actions({ report, session, question }: ShownProps & { readonly question: Question }) {
  const words = useWords(reportWords)
  const [, go] = useLocation()
  const [open, setOpen] = useState<'save' | 'versions' | 'archive'>()
  const close = () => setOpen(undefined)
  const copyLink = () => {
    void navigator.clipboard.writeText(location.href).then(() => toast(words.linkCopied))
  }
  const openInEditor = () => {
    const { query, variables, purpose } = question
    openTab({
      query,
      variables: JSON.stringify(variables ?? {}, undefined, 2),
      ...(purpose ? { purpose } : {}),
    })
    go('~/ask')
  }
  return (
    <>
      <Link href="/" className="button quiet">
        {words.all}
      </Link>
      <Button icon={<Link2 />} onClick={copyLink}>
        {words.copyLink}
      </Button>
      <Menu
        label={words.more}
        look="plain"
        face={words.more}
        groups={[
          [
            { id: 'ask', words: words.openInEditor, icon: <Terminal />, onChoose: openInEditor },
            {
              id: 'save',
              words: report.may.save ? words.edit : words.saveAs,
              icon: <PencilLine />,
              onChoose: () => setOpen('save'),
            },
            {
              id: 'versions',
              words: words.versions,
              icon: <History />,
              onChoose: () => setOpen('versions'),
            },
          ],
          report.may.archive
            ? [
                {
                  id: 'archive',
                  words: words.archive,
                  icon: <Archive />,
                  onChoose: () => setOpen('archive'),
                },
              ]
            : [],
        ]}
      />
      {open === 'save' && (
        <SaveDialog
          session={session}
          base={report.may.save ? report : undefined}
          start={report}
          onClose={close}
        />
      )}
      {open === 'versions' && <Versions report={report} onClose={close} />}
      {open === 'archive' && <ArchiveDialog report={report} onClose={close} />}
    </>
  )
}

interface ArchiveDialogProps {
  readonly report: Report
  readonly onClose: () => void
}

function ArchiveDialog({ report, onClose }: ArchiveDialogProps) {
  const words = useWords(reportWords)
  const { cancel } = useWords(common)
  const [, go] = useLocation()
  const archive = useMutation({
    mutationFn: () => archiveReport(report.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['reports'] })
      go('/')
    },
  })
  return (
    <Dialog
      open
      title={words.archive}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{cancel}</Button>
          <Button look="danger" busy={archive.isPending} onClick={() => archive.mutate()}>
            {words.archive}
          </Button>
        </>
      }
    >
      <p>{words.archiveAsk}</p>
      {archive.error && <Fault error={archive.error} />}
    </Dialog>
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
