import { CodedError } from '../../schema/errors.ts'

export interface LineProblem {
  /** Counted from 1, the header included. */
  readonly line: number
  readonly message: string
}

const shownProblems = 20

/** All bad lines of a file as one BAD_USER_INPUT, with the first 20 and their number. */
export function lineProblems(file: string, problems: readonly LineProblem[]): CodedError {
  const first = problems.slice(0, shownProblems)
  const rest = problems.length - first.length
  const message = [
    `${file}: ${problems.length} bad ${problems.length === 1 ? 'line' : 'lines'}, nothing was imported`,
    ...first.map((problem) => `  line ${problem.line}: ${problem.message}`),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
  ].join('\n')
  return new CodedError('BAD_USER_INPUT', message, {
    problems: first,
    problemCount: problems.length,
  })
}

/** A cell as a message may show it: quoted, and not longer than a name. */
export function shown(cell: string): string {
  return JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}…` : cell)
}
