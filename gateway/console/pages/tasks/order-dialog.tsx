import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { common } from '../../words/common.ts'
import { useWords } from '../../words/language.ts'
import { ChangedFields } from './changed-fields.tsx'
import { ConfirmChange } from './confirm-change.tsx'
import { draftNames, emptyDraft, inputOf, wrongNames } from './task-draft.ts'
import { TaskFields } from './task-fields.tsx'
import { taskWords } from './words.ts'

const ids = /^[A-Z0-9][A-Z0-9./-]{0,39}$/
/** A new task is under way; optional fields that are empty are not sent. */
const sent = draftNames.filter((name) => name !== 'state')

/** Orders a new task, by the government's office. */
export function OrderDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords(taskWords)
  const { cancel } = useWords(common)
  const [id, setId] = useState('')
  const [draft, setDraft] = useState(emptyDraft)
  const [isTried, setTried] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const wrong = wrongNames(draft)
  const isWrongId = !ids.test(id)
  const given = sent.filter((name) => draft[name].trim() !== '')
  return (
    <Dialog
      wide
      open
      title={words.order}
      onClose={onClose}
      foot={
        isAsked ? undefined : (
          <>
            <Button onClick={onClose}>{cancel}</Button>
            <Button
              look="primary"
              onClick={() => {
                setTried(true)
                setAsked(wrong.length === 0 && !isWrongId)
              }}
            >
              {words.look}
            </Button>
          </>
        )
      }
    >
      <div className="column">
        {isAsked ? (
          <ConfirmChange
            order={{ kind: 'create', id, task: inputOf(draft, given) }}
            onDone={onClose}
            onCancel={() => setAsked(false)}
          >
            <p>{words.orderLead(id)}</p>
            <ChangedFields before={emptyDraft} after={draft} />
          </ConfirmChange>
        ) : (
          <>
            <TextField
              label={words.id}
              hint={words.idHint}
              value={id}
              maxLength={40}
              wrong={isTried && isWrongId ? words.idHint : undefined}
              onChange={(event) => setId(event.target.value)}
            />
            <TaskFields draft={draft} onDraft={setDraft} wrong={isTried ? wrong : []} />
          </>
        )}
      </div>
    </Dialog>
  )
}
