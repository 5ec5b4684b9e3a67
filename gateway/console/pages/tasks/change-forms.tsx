import { type ReactNode, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { useWords } from '../../words/language.ts'
import { ChangedFields } from './changed-fields.tsx'
import { ConfirmChange } from './confirm-change.tsx'
import {
  changedNames,
  draftOf,
  editsOf,
  inputOf,
  type TaskDraft,
  wrongNames,
} from './task-draft.ts'
import { TaskFields } from './task-fields.tsx'
import { type Task, type TaskOrder, taskStates } from './tasks.ts'
import { taskWords } from './words.ts'

interface FormProps {
  readonly task: Task
  /** The government's office may change everything; a ministry says who does its task and whether it is done. */
  readonly isOffice: boolean
}

/** What may be said of a task by whom it concerns. */
export function ChangeForms({ task, isOffice }: FormProps) {
  const words = useWords(taskWords)
  const [asked, setAsked] = useState<{ order: TaskOrder; text: ReactNode }>()
  const [round, setRound] = useState(0)
  const ask = (order: TaskOrder, text: ReactNode) => setAsked({ order, text })
  const done = () => {
    setAsked(undefined)
    // Forms begin anew from what is there then.
    setRound((one) => one + 1)
  }
  const base = { id: task.id, version: task.version }
  return (
    <div className="column">
      {asked && (
        <ConfirmChange order={asked.order} onDone={done} onCancel={() => setAsked(undefined)}>
          {asked.text}
        </ConfirmChange>
      )}
      {/* What was typed stays while it is asked, and where it was refused. */}
      <div className="column" hidden={asked !== undefined} key={round}>
        <FieldsForm {...{ task, isOffice }} onAsk={ask} />
        <DocumentForm
          onAdd={(document) =>
            ask(
              { ...base, kind: 'evidence', evidence: { document } },
              <p>{`${words.kinds['EVIDENCE_ADDED'] ?? ''}: ${document}`}</p>,
            )
          }
        />
        {isOffice && (
          <IndicatorForm
            onAdd={(evidence) =>
              ask(
                { ...base, kind: 'evidence', evidence },
                <p>{`${words.kinds['EVIDENCE_ADDED'] ?? ''}: ${Object.values(evidence).join(', ')}`}</p>,
              )
            }
          />
        )}
        {isOffice && (
          <WithdrawForm
            task={task}
            onWithdraw={(evidence, text) =>
              ask(
                { ...base, kind: 'withdraw', evidence },
                <p>{`${words.kinds['EVIDENCE_WITHDRAWN'] ?? ''}: ${text}`}</p>,
              )
            }
          />
        )}
      </div>
    </div>
  )
}

interface FieldsFormProps extends FormProps {
  readonly onAsk: (order: TaskOrder, text: ReactNode) => void
}

function FieldsForm({ task, isOffice, onAsk }: FieldsFormProps) {
  const words = useWords(taskWords)
  const before = draftOf(task)
  // What others changed meanwhile stays: a form holds what was typed, and nothing of what was there.
  const [edits, setEdits] = useState<Partial<TaskDraft>>({})
  const draft = { ...before, ...edits }
  const setDraft = (after: TaskDraft) => setEdits({ ...edits, ...editsOf(draft, after) })
  const names = changedNames(before, draft)
  const wrong = wrongNames(draft)
  return (
    <section className="column" aria-label={words.edit}>
      <h3>{words.edit}</h3>
      {isOffice ? (
        <TaskFields draft={draft} onDraft={setDraft} wrong={wrong} />
      ) : (
        <TextField
          label={words.fields.person}
          hint={words.personHint}
          value={draft.person}
          maxLength={200}
          onChange={(event) => setDraft({ ...draft, person: event.target.value })}
        />
      )}
      <SelectField
        label={words.fields.state}
        value={draft.state}
        onChange={(event) =>
          setDraft({
            ...draft,
            state: taskStates.find((one) => one === event.target.value) ?? draft.state,
          })
        }
      >
        {taskStates
          .filter((one) => isOffice || one !== 'CANCELLED' || task.state === one)
          .map((one) => (
            <option key={one} value={one}>
              {words.states[one]}
            </option>
          ))}
      </SelectField>
      <div className="row">
        <Button
          disabled={names.length === 0 || wrong.length > 0}
          onClick={() =>
            onAsk(
              {
                kind: 'change',
                id: task.id,
                version: task.version,
                task: inputOf(draft, names),
              },
              <ChangedFields before={before} after={draft} />,
            )
          }
        >
          {words.look}
        </Button>
      </div>
    </section>
  )
}

function DocumentForm({ onAdd }: { readonly onAdd: (document: string) => void }) {
  const words = useWords(taskWords)
  const [document, setDocument] = useState('')
  return (
    <div className="row task-line">
      <TextField
        label={words.document}
        value={document}
        maxLength={300}
        onChange={(event) => setDocument(event.target.value)}
      />
      <Button disabled={document.trim() === ''} onClick={() => onAdd(document.trim())}>
        {words.addDocument}
      </Button>
    </div>
  )
}

type Condition = Extract<TaskOrder, { kind: 'evidence' }>['evidence']

function IndicatorForm({ onAdd }: { readonly onAdd: (evidence: Condition) => void }) {
  const words = useWords(taskWords)
  const [given, setGiven] = useState({ indicatorCode: '', areaCode: 'VN', period: '', wanted: '' })
  const wanted = Number(given.wanted.replace(',', '.'))
  const isReady =
    given.indicatorCode.trim() !== '' && given.period.trim() !== '' && !Number.isNaN(wanted)
  const field = (name: keyof typeof given) => ({
    label: words.condition[name],
    value: given[name],
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setGiven({ ...given, [name]: event.target.value }),
  })
  return (
    <div className="row task-line">
      <TextField {...field('indicatorCode')} maxLength={92} />
      <TextField {...field('areaCode')} maxLength={2} />
      <TextField {...field('period')} maxLength={10} />
      <TextField {...field('wanted')} inputMode="decimal" maxLength={20} />
      <Button
        disabled={!isReady}
        onClick={() =>
          onAdd({
            indicatorCode: given.indicatorCode.trim(),
            areaCode: given.areaCode.trim(),
            period: given.period.trim(),
            ...(given.wanted.trim() === '' ? {} : { wanted }),
          })
        }
      >
        {words.addIndicator}
      </Button>
    </div>
  )
}

interface WithdrawProps {
  readonly task: Task
  readonly onWithdraw: (evidence: number, text: string) => void
}

function WithdrawForm({ task, onWithdraw }: WithdrawProps) {
  const words = useWords(taskWords)
  const standing = task.evidence.filter(({ withdrawnVersion }) => withdrawnVersion === null)
  if (standing.length === 0) return null
  return (
    <div className="row task-line">
      {standing.map(({ version, document, indicatorCode, areaCode, period }) => {
        const text = document ?? [indicatorCode, areaCode, period].join(', ')
        return (
          <Button key={version} onClick={() => onWithdraw(version, text)}>
            {`${words.withdraw}: ${text}`}
          </Button>
        )
      })}
    </div>
  )
}
