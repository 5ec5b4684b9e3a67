import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { AnswerView } from '../../answer/answer-view.tsx'
import { useSchema } from '../../api/schema.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Fault } from '../../ui/notice.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment } from '../../words/numbers.ts'
import type { Report } from './report.ts'
import { type Run, listRuns, runAnswer } from './schedule.ts'
import { scheduleWords } from './schedule-words.ts'

const looks: Readonly<Record<Run['status'], string>> = {
  ok: 'good',
  partial: 'warn',
  failed: 'bad',
}

interface RunsDialogProps {
  readonly report: Report
  readonly onClose: () => void
}

/** The runs of a report's schedule, newest first, and what each of them answered. */
export function RunsDialog({ report, onClose }: RunsDialogProps) {
  const words = useWords(scheduleWords)
  const language = useLanguage()
  const schema = useSchema()
  const [chosen, setChosen] = useState<number>()
  const runs = useQuery({
    queryKey: ['report', report.id, 'runs'],
    queryFn: ({ signal }) => listRuns(report.id, signal),
  })
  const answer = useQuery({
    queryKey: ['report', report.id, 'runs', chosen],
    queryFn: ({ signal }) => runAnswer(report.id, chosen ?? 0, signal),
    enabled: chosen !== undefined,
  })
  return (
    <Dialog wide open title={words.runs} onClose={onClose}>
      {runs.isPending && <Waiting />}
      {runs.error && <Fault error={runs.error} />}
      {runs.data?.length === 0 && <Empty title={words.noRuns} />}
      {runs.data && runs.data.length > 0 && (
        <TableScroll>
          <table className="table">
            <thead>
              <tr>
                <th>{words.ranAt}</th>
                <th>{words.status}</th>
                <th>{words.version}</th>
                <th>{words.answer}</th>
              </tr>
            </thead>
            <tbody>
              {runs.data.map(({ id, startedAt, status, codes, version }) => (
                <tr key={id}>
                  <td>{moment(language, startedAt)}</td>
                  <td>
                    <span className={`badge ${looks[status]}`}>{words.statuses[status]}</span>{' '}
                    {codes.length > 0 && <code>{codes.join(', ')}</code>}
                  </td>
                  <td>{version}</td>
                  <td>
                    {status !== 'failed' && (
                      <button type="button" className="button tight" onClick={() => setChosen(id)}>
                        {words.show}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {answer.error && <Fault error={answer.error} />}
      {answer.data && (
        <div className="report-run">
          <AnswerView
            answer={answer.data}
            question={{ query: report.document }}
            schema={schema.data}
            chart={report.chart}
          />
        </div>
      )}
    </Dialog>
  )
}
