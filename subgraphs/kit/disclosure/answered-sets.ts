import type { CellSet } from './cell.ts'
import type { Compared } from './control.ts'
import { isClose, isHandful, isSame, sketched, type SketchedSet } from './linear-sketch.ts'

/** A set that was answered, or withheld. */
interface Answered extends SketchedSet {
  readonly isWithheld: boolean
  /** The question and the place in its answer. */
  readonly label: string
}

/** Cells of an answer, and sets before it, that are looked at three at a time. */
const maxTripleCells = 100
const maxTripleSets = 2000
/** Rows by which two sets may differ and be told apart: the fields of a sum hold no more. */
const maxRows = 24

export interface Comparison {
  /** What was asked; the same question is answered again also when a few people came or went meanwhile. */
  readonly question: string
  /** Fewer people than this must not be told apart. */
  readonly threshold: number
  /** Whether a repeated question may be answered anew: only where noise hides who came or went. */
  readonly mayRepeat: boolean
}

/** The sets of people about whom one caller was told how many they are, from one table on one day. */
export class AnsweredSets {
  readonly #byRows = new Map<number, Answered[]>()
  /** Of small answers, newest last: what a tracker is made of. */
  #recent: Answered[] = []

  /**
   * Which cells are too near to what was answered: a set that differs by fewer people than the threshold, or
   * three sets that leave so few (Denning's general tracker). The whole table counts as answered.
   */
  check(cells: readonly CellSet[], whole: CellSet, comparison: Comparison): Compared {
    const close = new Set<number>()
    const known = new Set<number>()
    const withheld = new Set<number>()
    const all: Answered = { ...sketched(whole), isWithheld: false, label: '' }
    const isSmall = cells.length <= maxTripleCells
    for (const [place, cell] of cells.entries()) {
      const set = sketched(cell)
      const most = mostRows(cell, comparison.threshold)
      const near = [...this.#near(set.rows, most), all]
      const same = near.filter((one) => isSame(one, set))
      if (same.some(({ isWithheld }) => isWithheld)) withheld.add(place)
      else if (same.length > 0) known.add(place)
      const isNear = (one: Answered): boolean =>
        !one.isWithheld &&
        !isSame(one, set) &&
        !(comparison.mayRepeat && one.label === labelOf(comparison.question, cell)) &&
        Math.abs(one.rows - set.rows) <= most &&
        isClose(one, set, most)
      if (near.some(isNear) || (isSmall && this.#completes(set, all, most))) close.add(place)
    }
    return { close, known, withheld }
  }

  /** Remembers what was answered and what was withheld. */
  note(cells: readonly CellSet[], suppressed: ReadonlySet<number>, question: string): void {
    const isSmall = cells.length <= maxTripleCells
    for (const [place, cell] of cells.entries()) {
      const set: Answered = {
        ...sketched(cell),
        isWithheld: suppressed.has(place),
        label: labelOf(question, cell),
      }
      const equals = this.#byRows.get(set.rows) ?? []
      if (equals.some((one) => isSame(one, set) && one.isWithheld === set.isWithheld)) continue
      equals.push(set)
      this.#byRows.set(set.rows, equals)
      if (isSmall && !set.isWithheld) this.#recent.push(set)
    }
    this.#recent = this.#recent.slice(-maxTripleSets)
  }

  *#near(rows: number, most: number): Iterable<Answered> {
    for (let count = rows - most; count <= rows + most; count++)
      yield* this.#byRows.get(count) ?? []
  }

  /** Whether the set and two answered ones leave fewer than the threshold, in one of three ways. */
  #completes(set: SketchedSet, all: Answered, most: number): boolean {
    const others = [...this.#recent, all]
    const withRows = (rows: number): readonly Answered[] => [
      ...(this.#byRows.get(rows) ?? []).filter(({ isWithheld }) => !isWithheld),
      ...(rows === all.rows ? [all] : []),
    ]
    return others.some((one) => {
      if (isSame(one, set)) return false
      for (let left = 1; left <= most; left++) {
        // set + one − other, and one + other − set.
        for (const other of withRows(set.rows + one.rows - left))
          if (!isSame(other, set) && !isSame(other, one) && isHandful(set, one, other, left))
            return true
        for (const other of withRows(set.rows + left - one.rows))
          if (!isSame(other, set) && !isSame(other, one) && isHandful(one, other, set, left))
            return true
      }
      return false
    })
  }
}

/** Rows that fewer people than the threshold have, as people have on average in the cell. */
function mostRows({ rows, persons }: CellSet, threshold: number): number {
  return Math.min(maxRows, Math.ceil(((threshold - 1) * rows) / Math.max(1, persons)))
}

function labelOf(question: string, { key }: CellSet): string {
  return `${question} ${key.join(' ')}`
}
