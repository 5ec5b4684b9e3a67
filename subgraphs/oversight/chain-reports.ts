/** What the check of the journal found so far; the shape of `AuditVerification`. */
export interface ChainReport {
  readonly state: 'VERIFIED' | 'VERIFYING' | 'BROKEN' | 'OFF'
  readonly reason: string | null
  readonly lookedAt: Date | null
  readonly begunAt: Date | null
  readonly records: number
  readonly problemCount: number
  readonly problems: readonly ChainProblem[]
  readonly chains: readonly CheckedChain[]
}

export interface ChainProblem {
  readonly chain: string
  readonly seq: number | null
  readonly kind: string
  readonly what: string
}

export interface CheckedChain {
  readonly chain: string
  readonly gateway: string | null
  readonly verifiedSeq: number
  readonly signedSeq: number
  readonly verifiedAt: Date | null
  readonly complete: boolean
}

/** Who checks the journal beside the oversight. */
export interface ChainReports {
  readonly report: () => ChainReport
}

/** Where nobody does. */
export const noChainReports: ChainReports = Object.freeze({
  report: () => ({
    state: 'OFF' as const,
    reason: 'The journal is not checked by this process.',
    lookedAt: null,
    begunAt: null,
    records: 0,
    problemCount: 0,
    problems: [],
    chains: [],
  }),
})
