import { createHash } from 'node:crypto'
import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import { CodedError } from '../../../schema/errors.ts'
import type { AnsweredSets } from './answered-sets.ts'
import type { AnswerLog } from './control.ts'
import type { SharedDay } from './shared-counts.ts'
import { coarser, tooMuch } from '../too-much.ts'

/** Sets that are remembered of one caller and table; beyond, nothing more is answered. */
const maxSets = 500_000

/** Cells times remembered sets of about as many rows that one question may compare: some 30 ns each. */
const maxPairs = 50_000_000

/** What one caller asked of one table: on one day, for budgets, and before it, for the differencing rule. */
export class CallerDay {
  readonly #filters = new Set<string>()
  readonly #answered: AnsweredSets
  /** Milliseconds since the epoch: the end of the day in Viet Nam. */
  readonly #endsAt: number
  readonly #shared: SharedDay | undefined
  #cells = 0

  constructor(endsAt: number, answered: AnsweredSets, shared?: SharedDay) {
    this.#endsAt = endsAt
    this.#answered = answered
    this.#shared = shared
  }

  isOver(at: number): boolean {
    return at >= this.#endsAt
  }

  /** Counts a filter that was not asked before; RATE_LIMITED beyond the budget. */
  spendFilter(filter: string, { budget }: DisclosureProfile, at: number): void {
    const name = createHash('sha256').update(filter).digest('base64')
    if (this.#filters.has(name)) return
    if (this.#filters.size >= budget.filters) throw this.#tooManyFilters(budget.filters, at)
    this.#filters.add(name)
  }

  /**
   * Where replicas share their counts: counts the filter there too, and learns how many cells were answered anywhere.
   * RATE_LIMITED beyond the budget of filters.
   */
  async learn(filter: string, { budget }: DisclosureProfile, at: number): Promise<void> {
    if (this.#shared === undefined) return
    const [isTaken, cells] = await Promise.all([
      this.#shared.takeFilter(filter, budget.filters, at),
      this.#shared.addCells(0, at),
    ])
    if (!isTaken) throw this.#tooManyFilters(budget.filters, at)
    this.#cells = Math.max(this.#cells, cells)
  }

  /** Tells replicas of cells that were spent here; nothing of the answer leaves before. */
  async tell(listed: number, at: number): Promise<void> {
    await this.#shared?.addCells(Math.max(1, listed), at)
  }

  /**
   * RATE_LIMITED where the budget of cells is spent. The last answer may go beyond it: a refusal that went by
   * the cells of the answer to come would tell how many there are, withheld ones among them.
   */
  expectCellsLeft({ budget }: DisclosureProfile, at: number): void {
    if (this.#cells >= budget.cells)
      throw this.#refused(`${budget.cells} figures of one table a day`, at)
    if (this.#answered.size >= maxSets)
      throw this.#refused(`${maxSets} figures of one table within 30 days`, at)
  }

  /** Counts the cells that an answer lists, and one for an answer that lists none. */
  spendCells(listed: number): void {
    this.#cells += Math.max(1, listed)
  }

  /** The memory of answers to one question. */
  logOf(question: string): AnswerLog {
    const name = createHash('sha256').update(question).digest('base64')
    return {
      check: (cells, whole, { threshold, noise }) => {
        // How many there are would tell of what others were answered.
        if (this.#answered.pairsOf(cells, threshold) > maxPairs)
          throw tooMuch(
            'Disclosure control',
            { limit: 'pairs', allowed: maxPairs, got: 'more' },
            coarser,
          )
        return this.#answered.check(cells, whole, { question: name, threshold, mayRepeat: noise })
      },
      note: (cells, suppressed) => this.#answered.note(cells, suppressed, name),
      repeated: (cells, profile) => this.#answered.repeated(cells, `${name} ${profile.name}`),
      keep: (cells, profile, suppressed) =>
        this.#answered.keep(cells, `${name} ${profile.name}`, suppressed),
    }
  }

  #tooManyFilters(most: number, at: number): CodedError {
    return this.#refused(`${most} different filters of one table a day`, at)
  }

  #refused(most: string, at: number): CodedError {
    const retryAfterSeconds = Math.max(1, Math.ceil((this.#endsAt - at) / 1000))
    return new CodedError(
      'RATE_LIMITED',
      `At most ${most}, without the right to its rows; ask again in ${retryAfterSeconds} s.`,
      { retryAfterSeconds },
    )
  }
}
