import { createHash } from 'node:crypto'
import type { CellSet } from './cell.ts'
import type { Compared } from './control.ts'
import {
  bits,
  type Few,
  isClose,
  isHandful,
  isOneApart,
  isSame,
  mostTop,
  sketched,
  type SketchedSet,
} from './linear-sketch.ts'

/** A set that was answered, or withheld. */
interface Answered extends SketchedSet {
  readonly isWithheld: boolean
  /** The question and the place in its answer. */
  readonly label: string
}

/** Rows that each of a few people may have, where people have several. More would take strangers for close. */
const rowsOfEach = 2
/** Rows that one person alone may have: a field of a sum holds no more. */
const rowsOfOne = 63

/** The newest sets of the same coordinates that are looked at three at a time. */
const maxTold = 400

/** The sets of one number of rows, and of each its signature and its random bits, side by side to be read fast. */
interface Bucket {
  readonly sets: Answered[]
  readonly marks: number[]
}

interface AnsweredTable {
  readonly print: string
  readonly withheld: ReadonlySet<number>
}

export interface Comparison {
  /** What was asked; the same question is answered again also when a few people came or went meanwhile. */
  readonly question: string
  /** Fewer people than this must not be told apart. */
  readonly threshold: number
  /** Whether a repeated question may be answered anew: only where noise hides who came or went. */
  readonly mayRepeat: boolean
}

/** The sets of people about whom one caller was told how many they are, from one table. */
export class AnsweredSets {
  readonly #byRows = new Map<number, Bucket>()
  /** Every set by what tells it from others, so that none is kept twice. */
  readonly #names = new Set<string>()
  /** What was told, by its coordinates: what a tracker is made of. */
  readonly #byKey = new Map<string, Answered[]>()
  /** The last table that was answered to each question. */
  readonly #tables = new Map<string, AnsweredTable>()

  get size(): number {
    return this.#names.size
  }

  /**
   * Which cells are too near to what was answered: a set that differs by fewer people than the threshold, or
   * three sets of the same coordinates that leave so few (Denning's general tracker). The whole table counts
   * as answered.
   */
  check(cells: readonly CellSet[], whole: CellSet, comparison: Comparison): Compared {
    const close = new Set<number>()
    const known = new Set<number>()
    const withheld = new Set<number>()
    const all: Answered = { ...sketched(whole), isWithheld: false, label: '' }
    for (const [place, cell] of cells.entries()) {
      const set = sketched(cell)
      const few = fewOf(cell, comparison.threshold)
      const name = nameOf(set)
      // What was told stays told, and what was withheld stays withheld: neither is compared again.
      if (this.#names.has(withheldMark + name)) withheld.add(place)
      else if (this.#names.has(name) || isSame(set, all)) known.add(place)
      else {
        const label = labelOf(comparison.question, cell)
        const isNear = (one: Answered): boolean =>
          !one.isWithheld &&
          isApart(one, set, few) &&
          !(comparison.mayRepeat && one.label === label)
        const isFound = this.#hasNear(set, few, isNear) || isNear(all)
        if (isFound || this.#completes(set, { key: cell.key, all, few })) close.add(place)
      }
    }
    return { close, known, withheld }
  }

  /** How many pairs of a cell and an answered set a check looks at, by far its greatest cost. */
  pairsOf(cells: readonly CellSet[], threshold: number): number {
    let pairs = 0
    for (const cell of cells) {
      const most = mostApart(fewOf(cell, threshold))
      for (let rows = cell.rows - most; rows <= cell.rows + most; rows++)
        pairs += this.#byRows.get(rows)?.sets.length ?? 0
    }
    return pairs
  }

  /** Remembers what was answered and what was withheld. */
  note(cells: readonly CellSet[], suppressed: ReadonlySet<number>, question: string): void {
    for (const [place, cell] of cells.entries()) {
      const sums = sketched(cell)
      const isWithheld = suppressed.has(place)
      const name = isWithheld ? withheldMark + nameOf(sums) : nameOf(sums)
      if (this.#names.has(name)) continue
      this.#names.add(name)
      const set: Answered = { ...sums, isWithheld, label: labelOf(question, cell) }
      const equals = this.#byRows.get(set.rows)
      const mark = Math.trunc(set.top / mostTop)
      if (equals === undefined)
        this.#byRows.set(set.rows, { sets: [set], marks: [set.low, set.high, mark] })
      else {
        equals.sets.push(set)
        equals.marks.push(set.low, set.high, mark)
      }
      if (isWithheld) continue
      const key = cell.key.join(' ')
      const beside = this.#byKey.get(key)
      if (beside === undefined) this.#byKey.set(key, [set])
      else beside.push(set)
    }
  }

  /** The places withheld of this very table, of the same sets in the same order, when the question was answered. */
  repeated(cells: readonly CellSet[], question: string): ReadonlySet<number> | undefined {
    const table = this.#tables.get(question)
    return table?.print === printOf(cells) ? table.withheld : undefined
  }

  keep(cells: readonly CellSet[], question: string, withheld: ReadonlySet<number>): void {
    this.#tables.set(question, { print: printOf(cells), withheld })
  }

  #hasNear(set: SketchedSet, few: Few, isNear: (one: Answered) => boolean): boolean {
    const most = mostApart(few)
    for (let rows = set.rows - most; rows <= set.rows + most; rows++) {
      const bucket = this.#byRows.get(rows)
      if (bucket === undefined) continue
      const { sets, marks } = bucket
      for (let i = 0, at = 0; i < sets.length; i++, at += 3) {
        if (isFarApart(set, marks, at, few.people)) continue
        const one = sets[i]
        if (one !== undefined && isNear(one)) return true
      }
    }
    return false
  }

  /** Whether the set and two answered ones leave fewer than the threshold: set + a − b, or a + b − set. */
  #completes(
    set: SketchedSet,
    {
      key,
      all,
      few,
    }: { readonly key: readonly string[]; readonly all: Answered; readonly few: Few },
  ): boolean {
    const most = Math.floor(few.people * few.rowsEach)
    const told = (this.#byKey.get(key.join(' ')) ?? []).slice(-maxTold)
    const others = (key.length === 0 ? [...told, all] : told).filter((one) => !isSame(one, set))
    return others.some((a, i) =>
      others.some((b, j) => {
        const added = set.rows + a.rows - b.rows
        if (added >= 1 && added <= most && i !== j && isHandful([set, a, b], added, few))
          return true
        const left = a.rows + b.rows - set.rows
        return i < j && left >= 1 && left <= most && isHandful([a, b, set], left, few)
      }),
    )
  }
}

/** Fewer people than the threshold, and the rows that each may have. */
function fewOf({ rows, persons }: CellSet, threshold: number): Few {
  return { people: threshold - 1, rowsEach: Math.min(rowsOfEach, rows / Math.max(1, persons)) }
}

/** Rows that two sets may differ by and still be close. */
function mostApart({ people, rowsEach }: Few): number {
  return rowsEach > 1 ? rowsOfOne : people
}

/** More random bits apart than few people have, whatever their rows are: 63 at most, and 30 more. */
const farTop = 100

/** Whether the marks at a place are surely not those of a set that differs by few people. */
function isFarApart(
  set: SketchedSet,
  marks: readonly number[],
  at: number,
  people: number,
): boolean {
  if (bits(set.low ^ (marks[at] ?? 0)) + bits(set.high ^ (marks[at + 1] ?? 0)) > people) return true
  return Math.abs(set.top / mostTop - (marks[at + 2] ?? 0)) > farTop
}

/** Whether the sets differ by few people, or by one with many rows. */
function isApart(a: SketchedSet, b: SketchedSet, few: Few): boolean {
  const isNear = Math.abs(a.rows - b.rows) <= few.people * few.rowsEach
  return (isNear && isClose(a, b, few)) || (few.rowsEach > 1 && isOneApart(a, b))
}

/** Before the name of a set that was withheld. */
const withheldMark = '-'

/** What tells a set from others. */
function nameOf({ rows, lower, upper, top }: SketchedSet): string {
  return `${rows} ${lower} ${upper} ${top}`
}

/** What tells a table of sets from others. */
function printOf(cells: readonly CellSet[]): string {
  const digest = createHash('sha256')
  for (const { key, rows, keySum } of cells) digest.update(`${key.join(' ')} ${rows} ${keySum}\n`)
  return digest.digest('base64')
}

function labelOf(question: string, { key }: CellSet): string {
  return `${question} ${key.join(' ')}`
}
