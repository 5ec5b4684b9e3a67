export interface BenchOptions {
  /** Synthetic people in the databases. */
  readonly people: number
  /** Rounds that count; those that warm up come before them. */
  readonly rounds: number
  /** Those of a bench's parts that are measured. */
  readonly parts: readonly string[]
}

/** One subject that is measured, and the figures that it prints at its end. */
export interface Bench {
  readonly name: string
  readonly line: string
  /** What counts as `people` and `rounds` where the command line says nothing. */
  readonly usual: Omit<BenchOptions, 'parts'>
  /** Parts that `--PART` picks; all that `usualParts` holds when none is picked. */
  readonly parts?: readonly string[]
  /** All parts when absent. */
  readonly usualParts?: readonly string[]
  readonly run: (options: BenchOptions) => Promise<readonly Figure[]>
}

export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What the project wants to reach; absent where nothing was promised. */
  readonly aim?: string
}
