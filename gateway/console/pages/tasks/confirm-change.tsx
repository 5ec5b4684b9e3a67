import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Fault, Notice } from '../../ui/notice.tsx'
import { common } from '../../words/common.ts'
import { useWords } from '../../words/language.ts'
import type { TaskOrder } from './tasks.ts'
import { useTaskChange } from './use-task-change.ts'
import { taskWords } from './words.ts'

interface ConfirmProps {
  readonly order: TaskOrder
  /** What it comes to, in words. */
  readonly children: ReactNode
  readonly onDone: () => void
  readonly onCancel: () => void
}

/** Says what is going to be written, and writes it once it is confirmed; what others wrote meanwhile is never lost. */
export function ConfirmChange({ order, children, onDone, onCancel }: ConfirmProps) {
  const words = useWords(taskWords)
  const { cancel } = useWords(common)
  const { changing, reload } = useTaskChange(onDone)
  if (changing.error)
    return (
      <Fault
        error={changing.error}
        retry={
          <div className="row">
            <Button
              onClick={() => {
                void reload()
                onCancel()
              }}
            >
              {words.reload}
            </Button>
          </div>
        }
      />
    )
  return (
    <Notice look="warn" title={words.confirmTitle}>
      {children}
      <div className="row">
        <Button onClick={onCancel}>{cancel}</Button>
        <Button
          look="primary"
          autoFocus
          busy={changing.isPending}
          onClick={() => changing.mutate(order)}
        >
          {words.confirm}
        </Button>
      </div>
    </Notice>
  )
}
