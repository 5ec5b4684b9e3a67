import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { ministryTitle } from '../../words/ministry-name.ts'
import { provinceChoices } from '../indicators/scores.ts'
import type { DraftName, TaskDraft } from './task-draft.ts'
import { ministryIds } from './tasks.ts'
import { taskWords } from './words.ts'

interface TaskFieldsProps {
  readonly draft: TaskDraft
  readonly onDraft: (draft: TaskDraft) => void
  /** What must still be filled in or set right. */
  readonly wrong: readonly DraftName[]
}

const lines = ['work', 'responsibility', 'result'] as const

/** The five clarities of a task as fields. */
export function TaskFields({ draft, onDraft, wrong }: TaskFieldsProps) {
  const words = useWords(taskWords)
  const language = useLanguage()
  const given = (name: DraftName) => ({
    label: words.fields[name],
    value: draft[name],
    wrong: wrong.includes(name)
      ? words.wrong[draft[name].trim() === '' ? 'empty' : 'time']
      : undefined,
    onChange: (event: { readonly target: { readonly value: string } }) =>
      onDraft({ ...draft, [name]: event.target.value }),
  })
  return (
    <div className="task-fields">
      <TextField {...given('person')} hint={words.personHint} maxLength={200} required />
      {lines.map((name) => (
        <TextArea key={name} {...given(name)} rows={2} maxLength={500} required />
      ))}
      <TextField {...given('startOn')} type="date" required />
      <TextField {...given('dueOn')} type="date" required />
      <SelectField {...given('ministry')}>
        {ministryIds.map((id) => (
          <option key={id} value={id}>
            {ministryTitle(language, id)}
          </option>
        ))}
      </SelectField>
      <SelectField {...given('provinceCode')}>
        <option value="">{words.centre}</option>
        {provinceChoices.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField {...given('basis')} maxLength={200} />
      <TextField {...given('parentId')} maxLength={40} />
    </div>
  )
}
