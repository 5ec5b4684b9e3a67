import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { Cell, CellSet } from './cell.ts'
import { complementary } from './complementary.ts'
import { primary } from './primary.ts'
import { isSparse } from './sparse.ts'
import { unionOf } from './union-of.ts'
import type { Verdict } from './verdict.ts'
import { withheldSums } from './withheld-sums.ts'

/** A table of results that is about to be answered. Its cells are disjoint and have one coordinate a key. */
export interface ResultTable {
  readonly cells: readonly Cell[]
  /** The table without any filter, for this caller's rows: known, so n and N − n are both guarded. */
  readonly whole: Cell
  readonly profile: DisclosureProfile
  /** What this caller was answered from this table today; absent where nothing is remembered. */
  readonly log?: AnswerLog | undefined
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
  /** The places that were withheld when this very table was answered to the same question. */
  repeated(cells: readonly CellSet[], profile: DisclosureProfile): ReadonlySet<number> | undefined
  check(cells: readonly CellSet[], whole: CellSet, profile: DisclosureProfile): Compared
  note(cells: readonly CellSet[], suppressed: ReadonlySet<number>): void
  /** Remembers a table as a whole, with all that was withheld of it. */
  keep(cells: readonly CellSet[], profile: DisclosureProfile, suppressed: ReadonlySet<number>): void
}

export interface Controlled {
  /** The whole table is refused, and every cell suppressed. */
  readonly refused: 'SPARSE' | undefined
  /** One for each cell, in their order. */
  readonly verdicts: readonly Verdict[]
}

/**
 * Decides, for every cell of a table of results, what may be shown of it: cells of too few people, cells too
 * near to what was answered before, and the partners that both need. docs/disclosure.md has the rules.
 */
export function control({ cells, whole, profile, log }: ResultTable): Controlled {
  const small = primary(cells, profile)
  // A refused table answers nothing, so that nothing of it is remembered.
  if (isSparse(cells, small)) return { refused: 'SPARSE', verdicts: cells.map(() => suppressed) }
  const hidden = log?.repeated(cells, profile) ?? withheldOf({ cells, whole, profile, log }, small)
  const fields = withheldSums(cells, hidden, profile)
  return {
    refused: undefined,
    verdicts: cells.map((_, place) =>
      hidden.has(place) ? suppressed : shown(fields.get(place) ?? nothing, profile),
    ),
  }
}

/** The places that are withheld of a table that was not answered before; they are remembered. */
function withheldOf(
  { cells, whole, profile, log }: ResultTable,
  small: ReadonlySet<number>,
): ReadonlySet<number> {
  const compare = (some: readonly Cell[]): Compared =>
    log?.check(some, whole, profile) ?? nothingCompared
  const compared = compare(cells)
  const first = new Set([...small, ...toldApart(compared)])
  const isTable = cells.some(({ key }) => key.length > 0)
  const all = unionOf(cells)
  // What the cells add up to is told by them, unless one is withheld.
  if (isTable && first.size === 0 && toldApart(compare([all])).length > 0) first.add(leastOf(cells))
  const hidden =
    isTable && first.size > 0 ? complementary(cells, first, profile, compared.known).places : first
  log?.note(cells, hidden)
  if (isTable && hidden.size === 0) log?.note([all], nothing)
  log?.keep(cells, profile, hidden)
  return hidden
}

/** Cells that must be withheld for what was answered before; what was told already stays told. */
function toldApart({ close, known, withheld }: Compared): readonly number[] {
  return [...[...close].filter((place) => !known.has(place)), ...withheld]
}

const nothing: ReadonlySet<never> = new Set()
const nothingCompared: Compared = { close: nothing, known: nothing, withheld: nothing }
const suppressed: Verdict = {
  status: 'SUPPRESSED',
  rule: 'SMALL_CELL',
  suppressed: true,
  withheld: nothing,
}

/** The place of the cell of the fewest people. */
function leastOf(cells: readonly Cell[]): number {
  let least = 0
  for (const [place, { persons }] of cells.entries())
    if (persons < (cells[least]?.persons ?? Infinity)) least = place
  return least
}

function shown(withheld: ReadonlySet<string>, profile: DisclosureProfile): Verdict {
  return {
    status: profile.noise || profile.rounding > 1 ? 'PERTURBED' : 'SHOWN',
    rule: withheld.size > 0 ? 'CONCENTRATED' : 'NONE',
    suppressed: false,
    withheld,
  }
}
