import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SignedIn } from '../../api/session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Fault } from '../../ui/notice.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { toast } from '../../ui/toast.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment } from '../../words/numbers.ts'
import { StatusBadge } from './status-badge.tsx'
import { EvidenceList, TaskFacts } from './task-facts.tsx'
import { type Report, reportOn, type Task } from './tasks.ts'
import { taskWords } from './words.ts'

interface Shown {
  readonly task: Task
  readonly session: SignedIn
  readonly onClose: () => void
}

/** A task with its evidence and every change; whom it concerns reports on it here. */
export function TaskDialog({ task, session, onClose }: Shown) {
  const words = useWords(taskWords)
  const language = useLanguage()
  const mayReport =
    session.permissions.includes('steering:task:write') &&
    (session.agency === 'steering' || session.agency === task.ministry)
  return (
    <Dialog title={task.id} open onClose={onClose} wide>
      <div className="column">
        <div>
          <StatusBadge status={task.status} />
        </div>
        <TaskFacts task={task} />
        <h3>{words.evidence}</h3>
        <EvidenceList evidence={task.evidence} />
        {mayReport && <ReportForm task={task} onDone={onClose} />}
        <h3>{words.history}</h3>
        <TableScroll className="panel">
          <table className="table">
            <tbody>
              {task.history.map(({ version, kind, at, actor }) => (
                <tr key={version}>
                  <td className="number">{version}</td>
                  <td>{words.kinds[kind] ?? kind}</td>
                  <td>{moment(language, at)}</td>
                  <td>{actor}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </div>
    </Dialog>
  )
}

function ReportForm({ task, onDone }: { readonly task: Task; readonly onDone: () => void }) {
  const words = useWords(taskWords)
  const queries = useQueryClient()
  const [document, setDocument] = useState('')
  // One for what stands in the form: pressed twice, it is done once.
  const [key, setKey] = useState(() => crypto.randomUUID())
  const reload = async () => {
    await queries.invalidateQueries({ queryKey: ['tasks'] })
    onDone()
  }
  const reporting = useMutation({
    mutationFn: (report: Report) => reportOn(task, report, key),
    onSuccess: async () => {
      toast(words.saved)
      await reload()
    },
    onError: () => setKey(crypto.randomUUID()),
  })
  const isDone = task.state === 'DONE'
  return (
    <div className="column">
      <h3>{words.report}</h3>
      <div className="row">
        <Button
          busy={reporting.isPending}
          onClick={() => reporting.mutate({ kind: 'state', state: isDone ? 'OPEN' : 'DONE' })}
        >
          {isDone ? words.reportOpen : words.reportDone}
        </Button>
      </div>
      <div className="row">
        <TextField
          label={words.document}
          value={document}
          maxLength={300}
          onChange={(event) => setDocument(event.target.value)}
        />
        <Button
          busy={reporting.isPending}
          disabled={document.trim() === ''}
          onClick={() => reporting.mutate({ kind: 'document', document: document.trim() })}
        >
          {words.addDocument}
        </Button>
      </div>
      {reporting.error && (
        <Fault
          error={reporting.error}
          retry={<Button onClick={() => void reload()}>{words.reload}</Button>}
        />
      )}
    </div>
  )
}
