import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { Cell } from './cell.ts'
import { type Lines, linesOf } from './lines.ts'

/**
 * The suppressed cells of one table while partners are sought for them. A line is protected by no suppressed
 * cell, or by two or more whose persons together reach the threshold; a line that cannot be protected has
 * every cell suppressed and its margin is `open`: not known to whoever gets the table.
 */
export class HiddenCells {
  readonly lines: Lines
  readonly open = new Set<number>()
  readonly #rows: Float64Array
  readonly #persons: Float64Array
  readonly #isHidden: Uint8Array
  readonly #isUseful: Uint8Array
  readonly #threshold: number
  readonly #hidden: Set<number>
  readonly #waiting = new Set<number>()
  readonly #ordered = new Map<number, readonly number[]>()
  /** Where a line's shown cells begin in its order; hidden cells stay hidden. */
  readonly #from = new Map<number, number>()

  /** `useless` are cells that protect nothing, because they are known. */
  constructor(
    cells: readonly Cell[],
    hidden: ReadonlySet<number>,
    { threshold, useless }: Pick<DisclosureProfile, 'threshold'> & { useless: ReadonlySet<number> },
  ) {
    this.lines = linesOf(cells.map(({ key }) => key))
    this.#rows = Float64Array.from(cells, ({ rows }) => rows)
    this.#persons = Float64Array.from(cells, ({ persons }) => persons)
    this.#isHidden = new Uint8Array(cells.length)
    this.#isUseful = Uint8Array.from(cells, ({ rows }, place) =>
      rows > 0 && !useless.has(place) ? 1 : 0,
    )
    this.#threshold = threshold
    this.#hidden = new Set()
    for (const place of hidden) this.hide(place)
  }

  get places(): ReadonlySet<number> {
    return this.#hidden
  }

  hide(place: number): void {
    this.#hidden.add(place)
    this.#isHidden[place] = 1
    for (const line of this.lines.ofCell[place] ?? []) this.#waiting.add(line)
  }

  /** Hides the cheapest partners, those of the fewest persons, until every line is protected or open. */
  protect(): void {
    for (const line of this.#waiting) {
      this.#waiting.delete(line)
      while (!this.#isProtected(line)) {
        const partner = this.partner(line)
        if (partner === undefined) {
          this.open.add(line)
          break
        }
        this.hide(partner)
        this.#waiting.delete(line)
      }
    }
  }

  /** The cell of the fewest persons on a line that is still shown and would protect others. */
  partner(line: number): number | undefined {
    const ordered = this.#byPersons(line)
    let at = this.#from.get(line) ?? 0
    while (at < ordered.length && this.#isHidden[ordered[at] ?? 0] === 1) at++
    this.#from.set(line, at)
    return ordered[at]
  }

  /** Whether a cell, hidden, protects others: somebody is in it and the caller does not know it. */
  isUseful(place: number): boolean {
    return this.#isUseful[place] === 1
  }

  /** The useful cells of a line, those that cost nothing, being hidden already, before those of few persons. */
  byCost(line: number): readonly number[] {
    const ordered = this.#byPersons(line)
    const isHidden = (place: number): boolean => this.#isHidden[place] === 1
    return [...ordered.filter(isHidden), ...ordered.filter((place) => !isHidden(place))]
  }

  /** What it costs to hide a cell: the persons that are then not shown. */
  cost(place: number): number {
    return this.#isHidden[place] === 1 ? 0 : (this.#persons[place] ?? 0)
  }

  persons(place: number): number {
    return this.#persons[place] ?? 0
  }

  rows(place: number): number {
    return this.#rows[place] ?? 0
  }

  #isProtected(line: number): boolean {
    let count = 0
    let persons = 0
    for (const place of this.lines.members[line] ?? []) {
      if (this.#isHidden[place] !== 1 || !this.isUseful(place)) continue
      count++
      persons += this.persons(place)
    }
    return count === 0 || (count >= 2 && persons >= this.#threshold)
  }

  #byPersons(line: number): readonly number[] {
    const known = this.#ordered.get(line)
    if (known !== undefined) return known
    const ordered = (this.lines.members[line] ?? [])
      .filter((place) => this.isUseful(place))
      .sort((a, b) => this.persons(a) - this.persons(b) || a - b)
    this.#ordered.set(line, ordered)
    return ordered
  }
}
