import { useLanguage, useWords } from '../../words/language.ts'
import { ministryTitle } from '../../words/ministry-name.ts'
import { dayText } from '../../words/numbers.ts'
import { provinceChoices } from '../indicators/scores.ts'
import { type DraftName, type TaskDraft, changedNames } from './task-draft.ts'
import { taskWords } from './words.ts'

interface ChangedFieldsProps {
  readonly before: TaskDraft
  readonly after: TaskDraft
}

/** Each field that is another, before and after. */
export function ChangedFields({ before, after }: ChangedFieldsProps) {
  const words = useWords(taskWords)
  const shown = useShownField()
  return (
    <ul className="task-evidence">
      {changedNames(before, after).map((name) => (
        <li key={name}>
          {words.fields[name]}: <del>{shown(name, before[name])}</del>{' '}
          <ins>{shown(name, after[name])}</ins>
        </li>
      ))}
    </ul>
  )
}

/** A field's value as a reader says it. */
export function useShownField(): (name: DraftName, value: string) => string {
  const words = useWords(taskWords)
  const language = useLanguage()
  return (name, value) => {
    if (name === 'provinceCode')
      return provinceChoices.find(({ code }) => code === value)?.name ?? words.centre
    if (value === '') return '–'
    if (name === 'startOn' || name === 'dueOn') return dayText(language, value)
    if (name === 'ministry') return ministryTitle(language, value)
    return name === 'state' ? (words.states[value] ?? value) : value
  }
}
