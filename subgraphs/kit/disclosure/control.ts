import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { Cell, CellSet } from './cell.ts'
import type { Verdict } from './verdict.ts'

/** A table of results that is about to be answered. Its cells are disjoint and have one coordinate a key. */
export interface ResultTable {
  readonly cells: readonly Cell[]
  /** The table without any filter, for this caller's rows: known, so n and N − n are both guarded. */
  readonly whole: Cell
  readonly profile: DisclosureProfile
  /** What this caller was answered from this table today; absent where nothing is remembered. */
  readonly log?: AnswerLog
}

/** Which cells of a new table are told apart from answered ones, by their places in it. */
export interface Compared {
  /** Their set differs from an answered one by fewer persons than the threshold. */
  readonly close: ReadonlySet<number>
  /** The very set was answered before. */
  readonly known: ReadonlySet<number>
  /** The very set was suppressed before. */
  readonly withheld: ReadonlySet<number>
}

/** The memory of one caller's answers from one table on one day. */
export interface AnswerLog {
  check(cells: readonly CellSet[], whole: CellSet, profile: DisclosureProfile): Compared
  note(cells: readonly CellSet[], suppressed: ReadonlySet<number>): void
}

export interface Controlled {
  /** The whole table is refused, and every cell suppressed. */
  readonly refused: 'SPARSE' | undefined
  /** One for each cell, in their order. */
  readonly verdicts: readonly Verdict[]
}

/** Decides, for every cell of a table of results, what may be shown of it. */
export function control({ cells, profile }: ResultTable): Controlled {
  const shown = profile.noise || profile.rounding > 1 ? 'PERTURBED' : 'SHOWN'
  return {
    refused: undefined,
    verdicts: cells.map(({ persons }) =>
      persons < profile.threshold
        ? { status: 'SUPPRESSED', rule: 'SMALL_CELL', suppressed: true, withheld: nothing }
        : { status: shown, rule: 'NONE', suppressed: false, withheld: nothing },
    ),
  }
}

const nothing: ReadonlySet<string> = new Set()
