import type { SigningKey } from '../../auth/signing-key.ts'
import { signHead } from './checkpoint.ts'
import type { AuditEvent, ChainHead, CheckpointEvent } from './event.ts'
import { noHash, recordHash } from './record-hash.ts'

export interface ChainOptions {
  /** A random UUID. */
  readonly chain: string
  /** The gateway's name. */
  readonly gateway: string
  /** Where the gateway's last chain ended, as far as is known. */
  readonly previous: ChainHead | null
  /** The moment after which this chain begins, milliseconds since the epoch: that of the last one's end. */
  readonly after: number
  readonly key: SigningKey
  /** Records between two checkpoints, at most. */
  readonly checkpointRecords: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** A record as it is stored: its hash, hexadecimal, a blank, its text. */
export type RecordLine = string

/** Records to be written, in order. */
export interface Sealed {
  readonly lines: readonly RecordLine[]
  /** The signatures among them (compact JWS); worth keeping elsewhere once the lines are on disk. */
  readonly signatures: readonly string[]
}

export interface Chain {
  /** The first records: where the chain begins, and a signature over it. */
  start(): Promise<Sealed>
  /** Puts events into the chain, with checkpoints as often as promised. */
  seal(events: readonly AuditEvent[]): Promise<Sealed>
  /** A checkpoint now; no line when everything is signed. */
  checkpoint(reason: CheckpointEvent['reason']): Promise<Sealed>
}

/** Opens one chain: each record carries the hash of itself and of the one before. One caller at a time. */
export function openChain(options: ChainOptions): Chain {
  const { chain, key, checkpointRecords, now } = options
  let seq = -1
  let hash = noHash
  let lastAt = options.after + 1
  let unsigned = 0

  const add = (event: AuditEvent): RecordLine => {
    // Never backwards, whatever the clock does: chains follow each other, and partitions are dropped from
    // a chain's beginning.
    lastAt = Math.max(lastAt, now())
    seq++
    const { kind, ...content } = event
    const at = new Date(lastAt).toISOString()
    const body = JSON.stringify({ chain, seq, at, kind, ...content })
    hash = recordHash(hash, body)
    unsigned++
    return `${hash} ${body}`
  }
  const sign = async (reason: CheckpointEvent['reason']) => {
    const jws = await signHead(key, 'audit-checkpoint', { chain, seq, hash })
    const line = add({ kind: 'checkpoint', reason, jws })
    unsigned = 0
    return { line, jws }
  }

  return {
    async start() {
      const { gateway, previous } = options
      const first = add({ kind: 'start', gateway, key: key.kid, checkpointRecords, previous })
      const { line, jws } = await sign('start')
      return { lines: [first, line], signatures: [jws] }
    },
    async seal(events) {
      const lines: RecordLine[] = []
      const signatures: string[] = []
      for (const event of events) {
        lines.push(add(event))
        if (unsigned < checkpointRecords) continue
        const { line, jws } = await sign('records')
        lines.push(line)
        signatures.push(jws)
      }
      return { lines, signatures }
    },
    async checkpoint(reason) {
      if (unsigned === 0) return { lines: [], signatures: [] }
      const { line, jws } = await sign(reason)
      return { lines: [line], signatures: [jws] }
    },
  }
}
