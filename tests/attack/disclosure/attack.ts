import type { Cell, Facet } from './cell.ts'
import type { Door } from './door.ts'

/** What an attack says of one cell. */
export interface Claim {
  readonly cell: string
  readonly facet: Facet
  readonly value: number
  /** The attack's own probability that this is the value; from 0.95 on it is a recovery if it is right. */
  readonly confidence: number
}

/** One way to learn what the statistics should not tell. It asks through the door alone. */
export interface Attack {
  readonly name: string
  /** How it gets there, and what its confidence rests on; in a few words. */
  readonly how: string
  /** Which cells it can reach at all; every one unless it says. */
  readonly aimsAt?: (cell: Cell) => boolean
  /** It asks whether there is anybody: cells without rows are among its cells too. */
  readonly isAboutPresence?: true
  readonly run: (door: Door) => Promise<readonly Claim[]>
}

/** From which confidence on a claim counts as evidence. */
export const confident = 0.95
