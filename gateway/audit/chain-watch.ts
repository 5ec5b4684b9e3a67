import { setTimeout as after } from 'node:timers/promises'
import type { JSONWebKeySet } from 'jose'
import type { Logger } from 'pino'
import { openChainReader } from './chain-reader.ts'
import { type ChainRound, openChainRound } from './chain-round.ts'
import { signedHeads } from './checkpoint.ts'
import type { Problem } from './verification.ts'

export interface ChainWatchOptions {
  /** The journal, as a role that may read it. */
  readonly databaseUrl: string
  /** The public keys of checkpoints; undefined while there are none. */
  readonly keys: () => Promise<JSONWebKeySet | undefined>
  /** Milliseconds between two looks for new records. */
  readonly everyMs: number
  /** Milliseconds after which everything is read anew: what was changed behind the check is found then. */
  readonly roundMs: number
  readonly log: Logger
}

/** What the watch found so far. */
export interface ChainFindings {
  readonly state: 'VERIFIED' | 'VERIFYING' | 'BROKEN' | 'OFF'
  /** Why nothing is checked. */
  readonly reason: string | null
  readonly lookedAt: Date | null
  readonly begunAt: Date
  readonly records: number
  readonly problemCount: number
  readonly problems: readonly {
    readonly chain: string
    readonly seq: number | null
    readonly kind: Problem['kind']
    readonly what: string
  }[]
  /** Newest first; at most 100. */
  readonly chains: readonly {
    readonly chain: string
    readonly gateway: string | null
    readonly verifiedSeq: number
    readonly signedSeq: number
    readonly verifiedAt: Date | null
    readonly complete: boolean
  }[]
}

export interface ChainWatch {
  readonly report: () => ChainFindings
  close(): Promise<void>
}

const shownChains = 100

/**
 * Opens the check that goes on while the journal grows: every chain, newest first, each record as `audit verify` checks
 * it, then what is new, for a tenth of the time at most; from the beginning again after `roundMs`. A fault stays in sight
 * until a round without it is through. Never fails: a database that is away is looked for again.
 */
export function openChainWatch(options: ChainWatchOptions): ChainWatch {
  const { databaseUrl, keys, everyMs, roundMs, log } = options
  const stop = new AbortController()
  const { signal } = stop
  let round = openChainRound()
  /** The one that is through, while the next one reads. */
  let before: ChainRound | undefined
  let reason: string | null = 'The check has not begun yet.'
  let lookedAt: Date | null = null

  const look = async (): Promise<void> => {
    if (round.isThrough() && Date.now() - round.begunAt.getTime() >= roundMs) {
      before = round
      round = openChainRound()
    }
    const trusted = await keys()
    if (trusted === undefined) {
      reason = 'There is no public key to check signatures by.'
      return
    }
    const readHead = signedHeads(trusted)
    const reader = await openChainReader(databaseUrl)
    try {
      reason = null
      const known = round.problemCount()
      await round.look(reader, readHead, signal)
      if (round.problemCount() > known)
        log.error({ problems: round.problems().slice(0, 5) }, 'the audit journal is not whole')
      if (round.isThrough()) before = undefined
      lookedAt = new Date()
    } finally {
      await reader.close()
    }
  }

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await look().catch((error: unknown) => {
        const now = error instanceof Error ? error.message : String(error)
        if (now !== reason) log.warn({ reason: now }, 'the audit journal is not checked')
        reason = now
      })
      await after(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }
  const running = run()

  return {
    report: () => {
      const shown = before !== undefined && round.problemCount() === 0 ? before : round
      const problems = shown.problems().map(({ chain, seq = null, kind, what }) => {
        return { chain, seq, kind, what }
      })
      return {
        state: stateOf(shown, reason),
        reason,
        lookedAt,
        begunAt: shown.begunAt,
        records: shown.chains().reduce((sum, chain) => sum + chain.records(), 0),
        problemCount: shown.problemCount(),
        problems,
        chains: shown.chains().slice(0, shownChains).map(chainOf),
      }
    },
    async close() {
      stop.abort()
      await running
    },
  }
}

function stateOf(round: ChainRound, reason: string | null): ChainFindings['state'] {
  if (round.problemCount() > 0) return 'BROKEN'
  if (reason !== null) return 'OFF'
  return round.isThrough() ? 'VERIFIED' : 'VERIFYING'
}

function chainOf(chain: ReturnType<ChainRound['chains']>[number]): ChainFindings['chains'][number] {
  return {
    chain: chain.chain,
    gateway: chain.gateway ?? null,
    verifiedSeq: chain.seq(),
    signedSeq: chain.signedSeq(),
    verifiedAt: chain.verifiedAt() ?? null,
    complete: chain.isEnded(),
  }
}
