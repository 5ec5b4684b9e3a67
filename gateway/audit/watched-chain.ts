import { type ChainCheck, openChainCheck } from './chain-check.ts'
import type { ReadSignedHead } from './checkpoint.ts'
import type { ChainHead } from './event.ts'
import { exportLine } from './export-line.ts'
import type { Problem } from './verification.ts'

/** A record as it is stored. */
export interface StoredRecord {
  readonly seq: number
  /** Hexadecimal. */
  readonly hash: string
  /** The text that was hashed. */
  readonly body: string
}

/** A chain that is checked while it grows. */
export interface WatchedChain {
  readonly chain: string
  /** Undefined where the chain's beginning is not there. */
  readonly gateway: string | undefined
  /** The last record that was checked; before the first one, what it follows. */
  seq(): number
  /** The last record under a valid signature. */
  signedSeq(): number
  records(): number
  verifiedAt(): Date | undefined
  /** A fault was found: it is not read any further. */
  isBroken(): boolean
  /** It was read to its end, and a later chain follows it. */
  isEnded(): boolean
  read(records: readonly StoredRecord[]): Promise<void>
  /** All of it was read; `next` is where a later chain says that it ended. */
  end(next: ChainHead): void
}

export interface WatchedChainOptions {
  readonly chain: string
  readonly gateway: string | undefined
  /** What the first record follows. */
  readonly after: ChainHead
  readonly readHead: ReadSignedHead
  readonly report: (problem: Problem) => void
  /** A head of another chain that this chain's start names. */
  readonly expect: (head: ChainHead) => void
}

/** Opens the check of one chain: each record as `audit verify` checks it; the first fault ends it. */
export function openWatchedChain(options: WatchedChainOptions): WatchedChain {
  const { chain, gateway, after, readHead, expect } = options
  let last = after
  let signed = after.seq
  let records = 0
  let verifiedAt: Date | undefined
  let isBroken = false
  let isEnded = false
  const report = (problem: Problem): void => {
    if (!isBroken) options.report(problem)
    isBroken = true
  }
  const fault = (kind: Problem['kind'], seq: number, what: string): void =>
    report({ line: 0, kind, chain, seq, what })
  const check: ChainCheck = openChainCheck({
    chain,
    after: after.seq,
    hash: after.hash,
    line: 0,
    readHead,
    report,
    expected: [],
    expect,
  })

  const readOne = async ({ seq, hash, body }: StoredRecord): Promise<void> => {
    if (seq !== last.seq + 1) {
      fault('missing', last.seq + 1, `records ${last.seq + 1} to ${seq - 1} are missing`)
      return
    }
    const line = exportLine(Buffer.from(`{"hash":"${hash}","body":${body}}`))
    if (line === undefined || !('record' in line)) {
      fault('unreadable', seq, `record ${seq} is not one that a gateway writes`)
      return
    }
    const { record } = line
    if (record.chain !== chain || record.seq !== seq) {
      fault('altered', seq, `record ${seq} says that it is another one`)
      return
    }
    await check.record(0, line)
    if (isBroken) return
    if (record.kind === 'checkpoint') signed = seq - 1
    last = { chain, seq, hash }
    records++
    verifiedAt = new Date()
  }

  return {
    chain,
    gateway,
    seq: () => last.seq,
    signedSeq: () => signed,
    records: () => records,
    verifiedAt: () => verifiedAt,
    isBroken: () => isBroken,
    isEnded: () => isEnded,
    async read(page) {
      for (const record of page) {
        if (isBroken) return
        await readOne(record)
      }
    },
    end(next) {
      isEnded = true
      if (isBroken || next.seq < last.seq) return
      if (next.seq > last.seq)
        fault(
          'missing',
          last.seq + 1,
          `the chain ends at record ${last.seq}; record ${next.seq} is named by a later chain`,
        )
      else if (next.hash !== last.hash)
        fault('altered', last.seq, `record ${last.seq} is not the one that a later chain names`)
    },
  }
}
