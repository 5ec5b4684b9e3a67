import type { Task } from './tasks.ts'

/** What a task says, as it stands in a form: empty text is nothing. */
export interface TaskDraft {
  readonly parentId: string
  readonly person: string
  readonly work: string
  readonly responsibility: string
  readonly startOn: string
  readonly dueOn: string
  readonly result: string
  readonly basis: string
  readonly ministry: string
  readonly provinceCode: string
  readonly state: Task['state']
}

export type DraftName = keyof TaskDraft

/** In the order of the form. */
export const draftNames: readonly DraftName[] = [
  'person',
  'work',
  'responsibility',
  'startOn',
  'dueOn',
  'result',
  'basis',
  'ministry',
  'provinceCode',
  'parentId',
  'state',
]

/** May be left out. */
const optional: ReadonlySet<DraftName> = new Set(['parentId', 'basis', 'provinceCode'])

export const emptyDraft: TaskDraft = {
  parentId: '',
  person: '',
  work: '',
  responsibility: '',
  startOn: '',
  dueOn: '',
  result: '',
  basis: '',
  ministry: 'population',
  provinceCode: '',
  state: 'OPEN',
}

/** A task as its form shows it. */
export function draftOf(task: Task): TaskDraft {
  const { person, work, responsibility, startOn, dueOn, result, ministry, state } = task
  return {
    person,
    work,
    responsibility,
    startOn,
    dueOn,
    result,
    ministry,
    state,
    parentId: task.parentId ?? '',
    basis: task.basis ?? '',
    provinceCode: task.provinceCode ?? '',
  }
}

/** The fields that a form has changed; text at its ends is not looked at. */
export function changedNames(before: TaskDraft, after: TaskDraft): readonly DraftName[] {
  return draftNames.filter((name) => before[name] !== after[name].trim())
}

/** The fields of a form that must hold something, and do not; and a time that ends before it begins. */
export function wrongNames(draft: TaskDraft): readonly DraftName[] {
  const empty = draftNames.filter((name) => !optional.has(name) && draft[name].trim() === '')
  const isBackwards = draft.startOn !== '' && draft.dueOn !== '' && draft.dueOn < draft.startOn
  return isBackwards ? [...empty, 'dueOn'] : empty
}

/** The fields of these names as a mutation takes them: empty text is null. */
export function inputOf(
  draft: TaskDraft,
  names: readonly DraftName[],
): Readonly<Record<string, string | null>> {
  const cell = (name: DraftName) => {
    const text = draft[name].trim()
    return text === '' ? null : text
  }
  return Object.fromEntries(names.map((name) => [name, cell(name)]))
}

/** What was typed last: the fields of the second that differ from the first. */
export function editsOf(shown: TaskDraft, typed: TaskDraft): Partial<TaskDraft> {
  return Object.fromEntries(
    draftNames.filter((name) => shown[name] !== typed[name]).map((name) => [name, typed[name]]),
  )
}
