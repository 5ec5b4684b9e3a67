/** Something of which so much is allowed in a window of time. */
export interface Taking {
  /** Who takes, and of what; no name of a person stands in it. */
  readonly key: string
  readonly amount: number
  /** In one window; what would go beyond it is not taken. */
  readonly most: number
  /** Milliseconds, from the first that is taken in it. */
  readonly windowMs: number
}

export interface Taken {
  readonly isTaken: boolean
  /** Taken in this window, this time included. */
  readonly used: number
  /** Milliseconds until the window is over. */
  readonly resetMs: number
}

/** Persons whose records someone was shown on one day. */
export interface PersonsSeen {
  readonly key: string
  /** Keyed hashes. */
  readonly persons: readonly string[]
  readonly most: number
  /** Milliseconds until they are forgotten. */
  readonly forMs: number
}

/** Counts over requests: of one process, or of all that share a Valkey. */
export interface Counters {
  /** Takes all of the amount or nothing, in one step. */
  take(taking: Taking): Promise<Taken>
  /** Corrects what was taken in a window that is not over yet; never below nothing. */
  correct(key: string, by: number): Promise<void>
  /** Adds persons unless there would be more than allowed; answers how many there are, or would be. */
  addPersons(seen: PersonsSeen): Promise<{ readonly isTaken: boolean; readonly count: number }>
}
