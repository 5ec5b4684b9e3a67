import type { SignedIn } from '../../api/session.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useWords } from '../../words/language.ts'
import { ChangeForms } from './change-forms.tsx'
import { StatusBadge } from './status-badge.tsx'
import { EvidenceList, TaskFacts } from './task-facts.tsx'
import { TaskHistory } from './task-history.tsx'
import { mayOrder, type Task } from './tasks.ts'
import { taskWords } from './words.ts'

interface Shown {
  readonly task: Task
  readonly session: SignedIn
  readonly onClose: () => void
}

/** A task with its evidence and every change; whom it concerns changes it here. */
export function TaskDialog({ task, session, onClose }: Shown) {
  const words = useWords(taskWords)
  const isOffice = mayOrder(session)
  const mayChange =
    isOffice ||
    (session.permissions.includes('steering:task:write') && session.agency === task.ministry)
  return (
    <Dialog title={task.id} open onClose={onClose} wide>
      <div className="column">
        <div>
          <StatusBadge status={task.status} />
        </div>
        <TaskFacts task={task} />
        <h3>{words.evidence}</h3>
        <EvidenceList evidence={task.evidence} />
        {mayChange && <ChangeForms task={task} isOffice={isOffice} />}
        <h3>{words.history}</h3>
        <TaskHistory history={task.history} />
      </div>
    </Dialog>
  )
}
