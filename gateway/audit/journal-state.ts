import type { TrafficWindow } from '../state/traffic.ts'

/** How the journal is doing. */
export interface JournalState {
  readonly gateway: string
  readonly chain: string
  readonly isRecording: boolean
  /** The last record on disk. */
  readonly lastSeq: number
  readonly lastWrittenAt: string
  /** Records that wait to be written. */
  readonly waiting: number
  /** The last signature: it stands over every record up to `seq`. */
  readonly checkpoint: { readonly seq: number; readonly at: string } | null
  /** Requests are records here; a duration is that of the batch. */
  readonly windows: readonly TrafficWindow[]
}

/** The record that a checkpoint of this process signs, and all before it. */
export function signedSeq(jws: string): number {
  const { seq } = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()) as {
    readonly seq: number
  }
  return seq
}
