import type { SchemaChange } from '../diff/schema-change.ts'
import type { Problem } from '../problem.ts'
import type { UseReport } from '../use/field-use.ts'
import { useIndex, usersOf, usersText } from '../use/users-of.ts'

export interface JudgedChanges {
  /** Breaking changes that somebody would feel. */
  readonly problems: readonly Problem[]
  /** Breaking changes that nobody would feel, and those that may surprise. */
  readonly notes: readonly Problem[]
}

/**
 * Judges changes of a published schema by its use. A breaking change is a problem when somebody used what it
 * touches, or when the use is not known (`use` undefined); one of something unused is a note.
 */
export function judgeChanges(
  changes: readonly SchemaChange[],
  use: UseReport | undefined,
): JudgedChanges {
  const problems: Problem[] = []
  const notes: Problem[] = []
  const index = use === undefined ? undefined : useIndex(use)
  const days = use?.days ?? 0
  for (const { severity, coordinate, message, touches } of changes) {
    const users = index && usersOf(touches, index, days)
    const told = users === undefined ? '' : `: ${usersText(users)}`
    if (severity === 'dangerous')
      notes.push({ code: 'CHANGE_DANGEROUS', message: `${message}${told}`, coordinate })
    if (severity !== 'breaking') continue
    if (index === undefined)
      problems.push({
        code: 'CHANGE_BREAKING',
        message: `${message}: its use is not known`,
        coordinate,
      })
    else if (users === undefined)
      notes.push({
        code: 'CHANGE_UNUSED',
        message: `${message}: not used in the last ${days} days`,
        coordinate,
      })
    else problems.push({ code: 'CHANGE_BREAKING', message: `${message}${told}`, coordinate })
  }
  return { problems, notes }
}
