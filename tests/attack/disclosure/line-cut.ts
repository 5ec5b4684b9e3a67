import type { Cell } from './cell.ts'
import type { Survey } from './survey.ts'
import type { Where } from './where.ts'

/** Cuts of a line, far enough apart for a hundred rows to lie between two. */
export const cuts = 90

/** Where the first is, in days since 1970 or units of the number, and how far apart they are. */
const first = { date: -7300, instant: 20_270, number: 45 } as const
const step = { date: 240, instant: 5.5, number: 10 } as const

export function placeOf({ line: { kind } }: Survey, cut: number): number {
  return first[kind] + cut * step[kind]
}

/** Rows before a cut; undefined beyond the last. */
export function below({ survey }: Cell, cut: number): Where | undefined {
  const { line } = survey
  if (cut >= cuts + 1) return undefined
  const place = placeOf(survey, cut)
  if (line.field === 'grade') return cut < 12 ? { grade: { lte: cut } } : undefined
  if (line.kind === 'number') return { [line.field]: { lt: place } }
  const instant = new Date(place * 86_400_000).toISOString()
  return { [line.field]: { lt: line.kind === 'date' ? instant.slice(0, 10) : instant } }
}
