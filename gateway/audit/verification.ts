/** What may be wrong with a journal. */
export type ProblemKind =
  | 'unreadable'
  | 'altered'
  | 'missing'
  | 'reordered'
  | 'duplicated'
  | 'checkpoint invalid'
  | 'checkpoint missing'

export interface Problem {
  /** Of the export, from 1. */
  readonly line: number
  readonly kind: ProblemKind
  readonly chain: string
  /** The first record that is wrong; undefined where a line names none. */
  readonly seq: number | undefined
  readonly what: string
}

/** What an export was found to be. */
export interface Verification {
  readonly records: number
  readonly chains: number
  /** Valid signatures. */
  readonly checkpoints: number
  /** Records after the last signature over their chain; those of a gateway that runs are signed later. */
  readonly unsigned: number
  /** Requests without an outcome: under way, or the gateway was killed before it answered. */
  readonly unanswered: number
  /** By line; the first one is where the journal stops being trustworthy. At most `maxProblems`. */
  readonly problems: readonly Problem[]
  /** How many were found. */
  readonly problemCount: number
}

export const maxProblems = 100
