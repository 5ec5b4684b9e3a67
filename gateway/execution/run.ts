import type { Permission } from '../../auth/permission.ts'
import type { CatalogueOf } from './catalogue-fetch.ts'
import type { Fetched } from './fetched.ts'
import type { CheckAsked } from './foreign-fields.ts'
import type { IsObjectType } from './merge.ts'
import type { MinistryAnswer } from './ministry-answer.ts'
import type { MinistryError } from './ministry-error.ts'
import type { FoundObjects } from './places.ts'
import type { Room } from './room.ts'
import type { Subjects } from './subjects.ts'
import type { IsOfType } from './type-names.ts'

/** One request to a ministry, as a plan makes it. */
export interface Errand {
  readonly ministry: string
  /** `{"query":…,"variables":…}`. */
  readonly body: string
  /** Objects that it asks about; undefined for a fetch at the root. */
  readonly entities: number | undefined
  /** It changes something: each is sent, however many are equal. */
  readonly changes: boolean
  /** The permissions of the catalogues that it reads; undefined where it reads anything else. */
  readonly catalogue?: readonly Permission[] | undefined
}

/** Asks a ministry; fails with a MinistryError alone. */
export type AskMinistry = (errand: Errand) => Promise<MinistryAnswer>

/** One execution of a compiled plan: what was fetched so far, and what went wrong. */
export interface Run {
  readonly data: Fetched
  readonly variables: Readonly<Record<string, unknown>>
  readonly errors: MinistryError[]
  readonly ask: AskMinistry
  /** What the answer may still take. */
  readonly room: Room
  /** What was found in `data`; emptied when something is added to it. */
  readonly found: FoundObjects
  /** What is asked about objects that were found, by path and requirement; emptied likewise. */
  readonly subjects: Map<string, Subjects>
  /** Fetches that are due at this moment and may be sent as one, by operation and variables. */
  readonly batches: Map<string, Batch>
}

/** One request about objects. Several fetches of a run may share it. */
export interface Batch {
  /** Representation → place in the request, where others may join it. */
  readonly places: Map<string, number> | undefined
  readonly answer: Promise<MinistryAnswer>
  /** Fetches that took their objects from the answer. */
  readers: number
}

/** A compiled step of a plan. Never fails for what a ministry does: that becomes the run's errors. */
export type Step = (run: Run) => Promise<void>

/** What compiled steps know about the schema and the operation. */
export interface PlanSurroundings {
  readonly isOfType: IsOfType
  readonly isObjectType: IsObjectType
  readonly checkAsked: CheckAsked
  readonly catalogueOf: CatalogueOf
  /** The name that the client knows a response name by. */
  readonly shown: (name: string) => string
}

/** Something was added to a run's data: what is found there is looked for anew. */
export function forget({ found, subjects }: Run): void {
  found.clear()
  subjects.clear()
}
