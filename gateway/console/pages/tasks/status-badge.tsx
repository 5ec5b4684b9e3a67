import { classes } from '../../ui/button.tsx'
import { useWords } from '../../words/language.ts'
import type { Status } from './tasks.ts'
import { taskWords } from './words.ts'

const looks: Readonly<Partial<Record<Status, string>>> = {
  OVERDUE: 'bad',
  AT_RISK: 'warn',
  REPORTED: 'warn',
  DONE_LATE: 'warn',
  DONE: 'good',
  ON_TIME: 'accent',
}

/** A task's computed status, in words; the colour says it once more. */
export function StatusBadge({ status }: { readonly status: Status }) {
  const { statuses } = useWords(taskWords)
  return <span className={classes('badge', looks[status])}>{statuses[status]}</span>
}
