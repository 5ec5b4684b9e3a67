import { LRUCache } from 'lru-cache'
import type { DataClass } from '../../../auth/data-class.ts'
import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import { profileOf } from '../../../auth/disclosure-table.ts'
import type { Cell } from './cell.ts'
import type { AnswerLog } from './control.ts'

/** The profile that a caller's statistics are under; undefined for none. */
export type ProfileOf = (
  roles: readonly string[],
  level: DataClass,
) => DisclosureProfile | undefined

/** One caller's day with one table: what was asked and answered. */
export interface CallerMemory {
  /** Counts a distinct filter; RATE_LIMITED beyond the profile's budget. */
  spendFilter(filter: string): void
  /** Counts cells; RATE_LIMITED beyond the profile's budget. */
  spendCells(cells: number): void
  readonly log: AnswerLog | undefined
}

/** What a ministry remembers in order to control disclosure, over all requests. */
export interface DisclosureDesk {
  readonly profileOf: ProfileOf
  memoryOf(caller: string, table: string, profile: DisclosureProfile): CallerMemory
  /** Whole tables as last counted. */
  readonly wholes: LRUCache<string, Cell>
}

/** Tables times scopes of rows whose whole is kept. */
const maxWholes = 1000

export function disclosureDesk(profiles: ProfileOf = profileOf): DisclosureDesk {
  return {
    profileOf: profiles,
    memoryOf: () => ({ spendFilter: () => {}, spendCells: () => {}, log: undefined }),
    wholes: new LRUCache({ max: maxWholes }),
  }
}
