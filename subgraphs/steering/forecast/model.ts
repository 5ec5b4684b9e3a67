/** Ends of an interval, a value for each step. */
export interface Band {
  readonly lower: readonly number[]
  readonly upper: readonly number[]
}

/** What a model says of the periods that follow a history. */
export interface Outlook {
  readonly point: readonly number[]
  readonly band80: Band
  readonly band95: Band
}

export type ModelName = 'SEASONAL_NAIVE' | 'ETS' | 'STL_ETS' | 'LOG_STL_ETS'

export interface Model {
  readonly name: ModelName
  /** Throws for a history that it cannot be fitted to. */
  readonly forecast: (history: readonly number[], steps: number) => Outlook
}
