import type { Household } from './household.ts'
import type { TableLines } from './table-lines.ts'
import type { World } from './world.ts'

/** The rows that one ministry makes of the same people, household after household. */
export interface MinistryRows {
  readonly tables: readonly TableLines[]
  household(household: Household): void
  /** Rows that can be counted only at the end. */
  finish(): void
  /** How many records got which kind of dirt, so that a check can compare what it finds. */
  readonly dirt: Readonly<Record<string, number>>
}

/** Each ministry's synthetic.ts exports one. Rows about no household (hospitals, schools) are added at once. */
export type MinistrySynthetic = (world: World) => MinistryRows
