import { randomUUID } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { PersonsReport } from '../../auth/persons-report.ts'
import type { SigningKey } from '../../auth/signing-key.ts'
import type { CodedError } from '../../schema/errors.ts'
import { auditUnavailable } from './audit-unavailable.ts'
import { openTraffic } from '../state/traffic.ts'
import { type Chain, type RecordLine, type Sealed, openChain } from './chain.ts'
import type { AuditEvent } from './event.ts'
import { type JournalState, signedSeq } from './journal-state.ts'
import type { JournalStore } from './journal-store.ts'

export interface JournalOptions {
  readonly store: JournalStore
  /** Names the gateway in the journal; its next chain links to its last one. */
  readonly gateway: string
  readonly key: SigningKey
  /** Milliseconds that a request waits for its record. */
  readonly waitMs: number
  /** Records that wait at most; further ones are refused at once. */
  readonly maxWaiting: number
  readonly checkpointRecords: number
  /** Milliseconds until what is unsigned gets a checkpoint. */
  readonly checkpointMs: number
  /** Told of each batch that is on disk: its records and milliseconds. */
  readonly onWritten?: ((records: number, ms: number) => void) | undefined
  readonly log: Logger
}

/** A hash-chained journal that is written in batches. */
export interface Journal {
  /** Resolves when the event is on disk. Fails with AUDIT_UNAVAILABLE when that cannot be promised. */
  append(event: AuditEvent): Promise<void>
  readonly isRecording: () => boolean
  readonly state: () => JournalState
  /** Writes what waits and a last checkpoint. */
  close(): Promise<void>
}

interface Waiting {
  readonly event: AuditEvent
  readonly done: (error?: CodedError) => void
}

const nothing: Sealed = { lines: [], signatures: [] }

/** Records of one batch, and characters of theirs, at most. */
const maxBatch = 500
const maxBatchCharacters = 4_000_000
/** Milliseconds between two attempts to write a batch while the database is away. */
const firstPauseMs = 50
const maxPauseMs = 500
/** Attempts to write what is left while the journal closes. */
const closingAttempts = 1

/**
 * Opens a chain, whose first records are on disk when this answers. While a batch is being written the
 * next one gathers (group commit), and only one is on its way at a time, so that a record is never on
 * disk without the one before. While the database is away everything is refused at once, the batch
 * that failed is tried again, and nothing is skipped. Throws when the first records cannot be written.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { store, gateway, key, checkpointRecords, log } = options
  const last = await store.last()
  const previous = last?.head ?? null
  const id = randomUUID()
  const chain = openChain({
    chain: id,
    gateway,
    previous,
    after: last?.at ?? 0,
    key,
    checkpointRecords,
    now: Date.now,
  })
  const { lines, signatures } = await chain.start()
  await store.write(lines)
  log.info({ chain: id, previous, checkpoint: signatures[0] }, 'audit chain begun')
  return running(chain, { lines, signatures }, { ...options, id })
}

function running(
  chain: Chain,
  first: Sealed,
  {
    id,
    gateway,
    store,
    waitMs,
    maxWaiting,
    checkpointMs,
    onWritten,
    log,
  }: JournalOptions & { readonly id: string },
): Journal {
  let queue: Waiting[] = []
  let writing: Promise<void> | undefined
  let isAway = false
  let isBroken = false
  let isClosing = false
  let isCheckpointDue = false
  let lastSeq = -1
  let lastWrittenAt = 0
  let signed: { readonly jws: string; readonly at: number } | undefined
  const traffic = openTraffic()

  const wrote = ({ lines, signatures }: Sealed): void => {
    lastSeq += lines.length
    lastWrittenAt = Date.now()
    const jws = signatures.at(-1)
    if (jws !== undefined) signed = { jws, at: lastWrittenAt }
  }
  wrote(first)

  const refuseAll = (waiting: readonly Waiting[]): void => {
    for (const { done } of waiting) done(auditUnavailable())
  }

  /** Tries until the lines are on disk; gives up only while closing. */
  const written = async (
    lines: readonly RecordLine[],
    batch: readonly Waiting[],
  ): Promise<boolean> => {
    for (let failures = 0; ; failures++) {
      try {
        const began = performance.now()
        await store.write(lines)
        const ms = performance.now() - began
        traffic.note(false, ms, lines.length)
        onWritten?.(lines.length, ms)
        if (isAway) log.info('the audit journal is back')
        isAway = false
        return true
      } catch (error) {
        if (isClosing && failures >= closingAttempts) return false
        // Once more at once: a connection that lay idle may only have been closed.
        if (failures === 0) continue
        if (!isAway) log.error({ err: error }, 'the audit journal is away; nothing is answered')
        isAway = true
        refuseAll([...batch, ...queue.splice(0)])
        await after(Math.min(maxPauseMs, firstPauseMs * 2 ** failures))
      }
    }
  }

  const run = async (): Promise<void> => {
    // What other requests of this turn of the event loop add comes along.
    await new Promise((resolve) => setImmediate(resolve))
    while (queue.length > 0 || isCheckpointDue) {
      const batch = nextBatch(queue)
      queue = queue.slice(batch.length)
      const sealed = await chain.seal(batch.map(({ event }) => event))
      const last = isCheckpointDue ? await chain.checkpoint(isClosing ? 'end' : 'time') : nothing
      isCheckpointDue = false
      const lines = [...sealed.lines, ...last.lines]
      if (lines.length > 0 && !(await written(lines, batch))) {
        refuseAll([...batch, ...queue.splice(0)])
        return
      }
      const signatures = [...sealed.signatures, ...last.signatures]
      wrote({ lines, signatures })
      for (const checkpoint of signatures) log.info({ checkpoint }, 'audit checkpoint')
      for (const { done } of batch) done()
    }
  }

  const wake = (): void => {
    if (isBroken) return
    writing ??= run()
      .catch((error: unknown) => {
        // A chain that lost a record inside this process must not go on.
        isBroken = true
        isAway = true
        log.fatal({ err: error }, 'the audit journal failed')
        refuseAll(queue.splice(0))
      })
      .finally(() => {
        writing = undefined
        if (!isAway && queue.length > 0) wake()
      })
  }

  const timer = setInterval(() => {
    isCheckpointDue = true
    wake()
  }, checkpointMs)
  timer.unref()

  return Object.freeze({
    append: async (event: AuditEvent) => {
      if (isAway || isClosing || queue.length >= maxWaiting) throw auditUnavailable()
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => reject(auditUnavailable()), waitMs)
        const done = (error?: CodedError): void => {
          clearTimeout(late)
          if (error === undefined) resolve()
          else reject(error)
        }
        queue.push({ event, done })
        wake()
      })
    },
    isRecording: () => !isAway,
    state: () => ({
      gateway,
      chain: id,
      isRecording: !isAway,
      lastSeq,
      lastWrittenAt: new Date(lastWrittenAt).toISOString(),
      waiting: queue.length,
      checkpoint: signed
        ? { seq: signedSeq(signed.jws), at: new Date(signed.at).toISOString() }
        : null,
      windows: traffic.windows(),
    }),
    async close() {
      clearInterval(timer)
      isClosing = true
      await writing
      isCheckpointDue = true
      if (!isAway) wake()
      await writing
      await store.close()
    },
  })
}

/** The first of the queue: as many as one batch may hold, one at least. */
function nextBatch(queue: readonly Waiting[]): readonly Waiting[] {
  let characters = 0
  const end = queue.findIndex(({ event }, index) => {
    characters += event.kind === 'outcome' ? personCharacters(event.persons) : 0
    return index > 0 && (index >= maxBatch || characters > maxBatchCharacters)
  })
  return end < 0 ? queue.slice() : queue.slice(0, end)
}

function personCharacters(persons: Readonly<Record<string, PersonsReport>>): number {
  const groups = Object.values(persons).flat()
  return groups.reduce((sum, group) => sum + group.persons.length * 34, 0)
}
