import { PassThrough, type Readable } from 'node:stream'
import { CodedError } from '../../schema/errors.ts'
import type { LiveObservation } from './observation.ts'

/** What a reader wants; an empty list is all. */
export interface LiveFilter {
  readonly indicators: readonly string[]
  readonly areas: readonly string[]
}

export interface LiveLimits {
  /** Readers of one gateway, and of one caller at it, at most. */
  readonly maxReaders: number
  readonly maxReadersOfCaller: number
}

export interface LiveTimes {
  /** Milliseconds between two signs of life. */
  readonly beatMs: number
  /** Milliseconds until a stream ends; its reader comes again and goes on where it was. */
  readonly maxMs: number
}

export interface NewReader {
  readonly caller: string
  readonly filter: LiveFilter
  /** Whether who reads may go on; asked at every sign of life. */
  readonly mayGoOn: () => Promise<boolean>
}

export interface LiveReader {
  readonly stream: Readable
  /** Sends what was missed, then what came meanwhile. */
  readonly begin: (missed: readonly LiveObservation[], isCut: boolean) => void
}

/** Dashboards that are told of new observations. */
export interface LiveReaders {
  /** Fails with OVERLOADED or RATE_LIMITED where there are too many. */
  open(reader: NewReader): LiveReader
  tell(observations: readonly LiveObservation[]): void
  readers(): number
  /** Ends every stream. */
  close(): void
}

interface Reader extends NewReader {
  readonly stream: PassThrough
  readonly until: number
  /** What comes before the beginning; undefined from then on. */
  held: LiveObservation[] | undefined
  /** Bytes of the beginning until they are read: cut for these, a reader would come again with what it had, for ever. */
  begunBytes: number
}

/** Observations of one event. */
const eventRows = 100
/** Bytes that a reader may leave unread: then its stream is cut, and it comes again with what it had. */
const maxUnreadBytes = 262_144
/** Milliseconds after which a browser whose stream ended comes again. */
const comeBackMs = 1000
const retryAfterSeconds = 5

/**
 * Holds the readers' streams (server-sent events, WHATWG HTML 9.2). Those that want the same share the bytes of an
 * event, so that a crowd costs a write each and memory for one; nothing gathers for one that does not read.
 */
export function openLiveReaders(
  { maxReaders, maxReadersOfCaller }: LiveLimits,
  { beatMs, maxMs }: LiveTimes,
  onNobody: () => void,
): LiveReaders {
  const readers = new Set<Reader>()
  const groups = new Map<string, Set<Reader>>()
  const ofCaller = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined

  const leave = (reader: Reader): void => {
    if (!readers.delete(reader)) return
    const key = keyOf(reader.filter)
    const group = groups.get(key)
    group?.delete(reader)
    if (group?.size === 0) groups.delete(key)
    const left = (ofCaller.get(reader.caller) ?? 1) - 1
    if (left === 0) ofCaller.delete(reader.caller)
    else ofCaller.set(reader.caller, left)
    if (readers.size > 0) return
    clearInterval(timer)
    timer = undefined
    onNobody()
  }
  const beat = (): void => {
    const now = performance.now()
    for (const reader of readers) {
      if (now >= reader.until) reader.stream.end()
      else void goOn(reader)
    }
  }
  return {
    open(given) {
      expectRoom(readers.size, maxReaders, 'OVERLOADED')
      const own = ofCaller.get(given.caller) ?? 0
      expectRoom(own, maxReadersOfCaller, 'RATE_LIMITED')
      const stream = new PassThrough()
      const reader: Reader = {
        ...given,
        stream,
        until: performance.now() + maxMs,
        held: [],
        begunBytes: 0,
      }
      readers.add(reader)
      ofCaller.set(given.caller, own + 1)
      const key = keyOf(given.filter)
      groups.set(key, (groups.get(key) ?? new Set()).add(reader))
      stream.once('close', () => leave(reader))
      timer ??= setInterval(beat, beatMs).unref()
      return { stream, begin: (missed, isCut) => begun(reader, missed, isCut) }
    },
    tell(observations) {
      for (const group of groups.values()) {
        const [one] = group
        const wanted = one ? observations.filter((each) => isWanted(one.filter, each)) : []
        for (const event of eventsOf(wanted)) for (const reader of group) sent(reader, event)
      }
    },
    readers: () => readers.size,
    close() {
      for (const { stream } of readers) stream.end()
    },
  }
}

function expectRoom(readers: number, allowed: number, code: 'OVERLOADED' | 'RATE_LIMITED'): void {
  if (readers < allowed) return
  const limit = code === 'OVERLOADED' ? 'liveReaders' : 'liveReadersOfCaller'
  const whose = code === 'OVERLOADED' ? 'of this gateway' : 'of one caller'
  throw new CodedError(code, `At most ${allowed} dashboards ${whose} are kept up to date.`, {
    limit,
    allowed,
    retryAfterSeconds,
  })
}

async function goOn(reader: Reader): Promise<void> {
  const isAllowed = await reader.mayGoOn().catch(() => false)
  if (hasEnded(reader)) return
  if (!isAllowed) reader.stream.end()
  else if (!hasRoom(reader, 0)) reader.stream.destroy()
  else reader.stream.write(signOfLife)
}

const signOfLife = Buffer.from(': there\n\n')

function begun(reader: Reader, missed: readonly LiveObservation[], isCut: boolean): void {
  if (hasEnded(reader)) return
  const known = new Set(missed.map(({ id }) => id))
  const meanwhile = (reader.held ?? []).filter(({ id }) => !known.has(id))
  const events = [...eventsOf([...missed, ...meanwhile])]
  reader.held = undefined
  reader.begunBytes = events.reduce((sum, { bytes }) => sum + bytes.length, 0)
  reader.stream.once('drain', () => (reader.begunBytes = 0))
  reader.stream.write(`retry: ${comeBackMs}\n\nevent: ${isCut ? 'reload' : 'ready'}\ndata: {}\n\n`)
  for (const event of events) sent(reader, event)
}

/** Nothing is written to it then: that would be an error of the stream. */
function hasEnded({ stream }: Reader): boolean {
  return stream.writableEnded || stream.destroyed
}

/** Whether a reader may be sent so many bytes more, whatever of the others it has left unread. */
function hasRoom({ stream, begunBytes }: Reader, bytes: number): boolean {
  return stream.writableLength + bytes <= maxUnreadBytes + begunBytes
}

interface LiveEvent {
  readonly bytes: Buffer
  readonly rows: readonly LiveObservation[]
}

function* eventsOf(observations: readonly LiveObservation[]): Generator<LiveEvent> {
  for (let at = 0; at < observations.length; at += eventRows) {
    const rows = observations.slice(at, at + eventRows)
    const id = rows.at(-1)?.recordedAt ?? ''
    const text = `id: ${id}\nevent: observations\ndata: ${JSON.stringify(rows)}\n\n`
    yield { bytes: Buffer.from(text), rows }
  }
}

function sent(reader: Reader, { bytes, rows }: LiveEvent): void {
  const { stream, held } = reader
  if (hasEnded(reader)) return
  if (held !== undefined) held.push(...rows)
  else if (!hasRoom(reader, bytes.length)) stream.destroy()
  else stream.write(bytes)
}

function keyOf({ indicators, areas }: LiveFilter): string {
  return JSON.stringify([[...indicators].sort(), [...areas].sort()])
}

function isWanted(
  { indicators, areas }: LiveFilter,
  { indicatorCode, areaCode }: LiveObservation,
): boolean {
  return (
    (indicators.length === 0 || indicators.includes(indicatorCode)) &&
    (areas.length === 0 || areas.includes(areaCode))
  )
}
