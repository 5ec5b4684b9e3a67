import type { Client } from 'pg'
import { workLock } from '../work-lock.ts'

/** The lock that lets one of all gateways and commands write. */
export interface SnapshotLock {
  /** Aborted as the given one is, and when the connection that holds the lock is lost: another may write from then on. */
  readonly signal: AbortSignal
  /** Asks the database whether it is still held. Throws where it does not answer. */
  readonly isHeld: () => Promise<boolean>
}

/** Takes the lock, which lasts as long as the connection; undefined where another holds it. */
export async function snapshotLock(
  client: Client,
  stop: AbortSignal,
): Promise<SnapshotLock | undefined> {
  const lost = new AbortController()
  const lose = (): void =>
    lost.abort(new Error('the connection that holds the lock of writers was lost'))
  client.once('error', lose)
  client.once('end', lose)
  // A session takes its own lock again, and no other's.
  const isHeld = (): Promise<boolean> => workLock(client, 'snapshot')
  if (!(await isHeld())) return undefined
  return Object.freeze({ signal: AbortSignal.any([stop, lost.signal]), isHeld })
}
