import type { SchemaChange } from '../diff/schema-change.ts'
import { type Problem, problemText } from '../problem.ts'
import { problemCatalogue } from '../problem-catalogue.ts'
import { compositionWords } from './composition-words.ts'
import type { SchemaCheck } from './check-schema.ts'

export const reportFormats = ['table', 'text', 'json'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** A problem or note as `--format json` and the registry answer it. */
export interface ReportedProblem extends Problem {
  readonly severity: 'problem' | 'note'
  /** How to mend it; absent where nothing is known beyond the message. */
  readonly mend?: string
}

export interface CheckReport {
  readonly ok: boolean
  readonly problems: readonly ReportedProblem[]
  readonly notes: readonly ReportedProblem[]
  readonly changes: readonly SchemaChange[]
}

/** A check's result as plain data. */
export function checkReport({
  problems,
  notes,
  changes,
}: Pick<SchemaCheck, 'problems' | 'notes' | 'changes'>): CheckReport {
  return {
    ok: problems.length === 0,
    problems: problems.map((problem) => reported(problem, 'problem')),
    notes: notes.map((note) => reported(note, 'note')),
    changes,
  }
}

/** The report as lines: one a problem for editors and CI, a table for people, or one JSON document. */
export function reportLines(
  report: CheckReport,
  { format, colour }: { readonly format: ReportFormat; readonly colour: boolean },
): readonly string[] {
  if (format === 'json') return [JSON.stringify(report, null, 2)]
  const all = [...report.problems, ...report.notes]
  const lines = format === 'text' ? all.map(lineOf) : tableOf(all, colour)
  return [...lines, summary(report)]
}

function reported(problem: Problem, severity: 'problem' | 'note'): ReportedProblem {
  const mend = [compositionWords, problemCatalogue]
    .map((table) => (Object.hasOwn(table, problem.code) ? table[problem.code]?.mend : undefined))
    .find((text) => text !== undefined)
  return { severity, ...problem, ...(mend === undefined ? {} : { mend }) }
}

function lineOf(problem: ReportedProblem): string {
  return `${problem.severity === 'note' ? 'note: ' : ''}${problemText(problem)}`
}

function summary({ problems, notes, changes }: CheckReport): string {
  const parts = [
    problems.length === 0 ? 'no problem' : counted(problems.length, 'problem'),
    ...(notes.length === 0 ? [] : [counted(notes.length, 'note')]),
    ...(changes.length === 0 ? [] : [counted(changes.length, 'change')]),
  ]
  return parts.join(', ')
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

const paints = { red: 31, yellow: 33, bold: 1, dim: 2 } as const

function tableOf(all: readonly ReportedProblem[], colour: boolean): readonly string[] {
  const paint = (paintName: keyof typeof paints, text: string) =>
    colour ? `\u001B[${paints[paintName]}m${text}\u001B[0m` : text
  const rows = all.map((one) => [one.severity, one.code, one.coordinate ?? ''] as const)
  const widths = [0, 1, 2].map((i) => Math.max(0, ...rows.map((row) => row[i]?.length ?? 0)))
  return all.flatMap((one, i) => {
    const [severity = '', code = '', coordinate = ''] = (rows[i] ?? []).map((cell, column) =>
      cell.padEnd(widths[column] ?? 0),
    )
    const head = [
      paint(one.severity === 'note' ? 'yellow' : 'red', severity),
      code,
      paint('bold', coordinate),
      paint('dim', placeText(one)),
    ]
    const mend = one.mend === undefined ? [] : [`    ${paint('dim', 'mend:')} ${one.mend}`]
    return [head.join('  ').trimEnd(), `    ${one.message}`, ...mend]
  })
}

function placeText({ file, line }: Problem): string {
  if (file === undefined) return ''
  return line === undefined ? file : `${file}:${line}`
}
