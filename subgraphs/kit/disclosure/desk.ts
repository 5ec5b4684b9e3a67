import { LRUCache } from 'lru-cache'
import type { DataClass } from '../../../auth/data-class.ts'
import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import { profileOf } from '../../../auth/disclosure-table.ts'
import { endOfVietNamDay } from '../../../auth/viet-nam-day.ts'
import { AnsweredSets } from './answered-sets.ts'
import { CallerDay } from './caller-day.ts'
import type { Cell } from './cell.ts'
import { type SharedCounts, sharedDay } from './shared-counts.ts'

/** The profile that a caller's statistics are under; undefined for none. */
export type ProfileOf = (
  roles: readonly string[],
  level: DataClass,
) => DisclosureProfile | undefined

/** A table without a filter. */
export interface WholeTable {
  readonly cell: Cell
  /** Rows of one person, on average. */
  readonly rowsEach: number
}

/** What a ministry remembers in order to control disclosure, over all requests. */
export interface DisclosureDesk {
  readonly profileOf: ProfileOf
  /** A caller's present day with a table; days end at midnight in Viet Nam. */
  dayOf(caller: string, table: string, at: Date): CallerDay
  /** Whole tables as last counted. */
  readonly wholes: LRUCache<string, WholeTable>
}

/** Tables times scopes of rows whose whole is kept. */
const maxWholes = 1000
/** Callers times tables that are remembered; who has been away longest is forgotten first. */
const maxDays = 10_000
const dayMs = 86_400_000
/** How long answers are remembered: data of a month ago is not the data of today. */
const memoryMs = 30 * dayMs

/**
 * Opens a desk that remembers nothing; `profiles` is the reviewed table unless a test measures without. Budgets are
 * counted with those of other replicas where `shared` is given; what was answered is remembered here alone.
 */
export function disclosureDesk(
  profiles: ProfileOf = profileOf,
  shared?: SharedCounts,
): DisclosureDesk {
  const days = new LRUCache<string, CallerDay>({ max: maxDays })
  const memories = new LRUCache<string, AnsweredSets>({ max: maxDays, ttl: memoryMs })
  return {
    profileOf: profiles,
    dayOf: (caller, table, at) => {
      const name = JSON.stringify([caller, table])
      const known = days.get(name)
      // Asked for on each question, so that whoever is away is forgotten before whoever asks.
      const remembered = memories.get(name)
      if (known !== undefined && !known.isOver(at.getTime())) return known
      const memory = remembered ?? new AnsweredSets()
      // Set once: what was answered is forgotten 30 days after the first of it.
      if (remembered === undefined) memories.set(name, memory)
      const endsAt = endOfVietNamDay(at.getTime())
      const everywhere = shared && sharedDay(shared, name, endsAt)
      const day = new CallerDay(endsAt, memory, everywhere)
      days.set(name, day)
      return day
    },
    wholes: new LRUCache({ max: maxWholes }),
  }
}
