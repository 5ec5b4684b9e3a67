import { z } from 'zod'
import {
  type Frame,
  FrameTooLarge,
  type RowColumn,
  type RowsAsked,
  framesIn,
  rowMediaType,
} from '../../schema/row-frame.ts'
import { notePersons } from '../audit/persons.ts'
import type { Asker, MinistryLines } from './ask-ministry.ts'
import { MinistryError } from './ministry-error.ts'
import { unavailable } from './ministry-report.ts'
import { noteRequest } from './provenance.ts'
import type { Errand } from './run.ts'
import { endAtDeadline } from './end-at-deadline.ts'

/** A part of a stream of rows. */
export interface RowFrame {
  readonly count: number
  /** As the ministry's database writes them (schema/row-frame.ts). */
  readonly rows: Buffer
  readonly columns: readonly RowColumn[]
  /** The end of its rows; undefined of none. */
  readonly cursor: string | undefined
  readonly hasMore: boolean
}

/** A ministry's rows, frame by frame; the ministry waits while none is taken. */
export interface RowStream {
  /**
   * The next frame, noted in the asker's provenance and persons. Fails with a MinistryError: MINISTRY_UNAVAILABLE where the
   * ministry breaks off or sends nonsense, DEADLINE_EXCEEDED, COST_EXCEEDED for records of too many persons.
   */
  next(asker: Asker): Promise<RowFrame>
  close(): void
}

/**
 * Asks a ministry for the rows of one list without a tree of objects; undefined where it has them as an answer alone: it
 * knows no such door, or refuses, which the answer says why. Nothing is asked before the asker's record is on disk.
 */
export type AskRows = (
  errand: Errand,
  asker: Asker,
  rows: RowsAsked,
) => Promise<RowStream | undefined>

const frameHead = z.object({
  rows: z.int().min(0),
  hasMore: z.boolean(),
  cursor: z.string().nullable(),
  columns: z.array(z.object({ type: z.string(), nullable: z.boolean() })),
  persons: z.unknown(),
  provenance: z.unknown(),
})
const refusedHead = z.object({
  refused: z.literal('COST_EXCEEDED'),
  limit: z.literal('persons'),
  allowed: z.int(),
  got: z.int(),
})

type RowLines = Pick<
  MinistryLines,
  'lines' | 'pools' | 'breakers' | 'watch' | 'lateMs' | 'maxAnswerBytes' | 'personKeys' | 'log'
>

/** Opens the way to the doors of ministries, on the lines and connections of their requests. */
export function openRowLines(options: RowLines): AskRows {
  return async (errand, asker, rows) => {
    await asker.trail?.onDisk()
    const frames = await framesOf(options, errand, { asker, rows })
    return frames && streamOf(options, errand.ministry, frames)
  }
}

interface Frames {
  readonly frames: AsyncGenerator<Frame>
  readonly close: () => void
  /** Tells the breaker, once, when there is a first frame or will be none. */
  readonly told: (end: 'answered' | 'failed' | 'late' | 'unsaid') => void
}

/** Before the breaker let anything pass. */
const untold: Frames['told'] = () => undefined

async function framesOf(
  { lines, pools, breakers, lateMs, maxAnswerBytes, log }: RowLines,
  { ministry, body }: Errand,
  { asker, rows }: { readonly asker: Asker; readonly rows: RowsAsked },
): Promise<Frames | undefined> {
  const line = lines.get(ministry)
  // Who runs open has ministries of any make, and no token for a door of ours.
  if (line?.tokenFor === undefined || asker.deadline.isOver()) return undefined
  const door = new URL('rows', line.url)
  const abort = new AbortController()
  const stopWaiting = asker.deadline.onEnd(() => abort.abort())
  let told = untold
  const given = asker.deadline.remainingMs()
  try {
    const authorization = `Bearer ${await line.tokenFor(asker)}`
    told = breakers.enter(ministry, door.origin)
    const answer = await pools.poolOf(door.origin).request({
      path: door.pathname,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: rowMediaType,
        'x-request-id': asker.id,
        authorization,
      },
      body: `${body.slice(0, -1)},"rows":${JSON.stringify(rows)}}`,
      signal: abort.signal,
    })
    const { statusCode, headers, body: bytes } = answer
    if (statusCode !== 200 || headers['content-type'] !== rowMediaType) {
      told('answered')
      await bytes.dump()
      return undefined
    }
    const close = (): void => {
      told('unsaid')
      bytes.on('error', () => undefined).destroy()
    }
    return { frames: framesIn(bytes, maxAnswerBytes), close, told }
  } catch (error) {
    // Asked again as an answer, it is heard of there; with its time over nobody asks.
    told(endAtDeadline(asker.deadline, given, lateMs))
    log.debug({ requestId: asker.id, ministry, err: error }, 'rows are asked for as an answer')
    return undefined
  } finally {
    stopWaiting()
  }
}

function streamOf(
  { watch, lines, lateMs, personKeys, log }: RowLines,
  ministry: string,
  { frames, close, told }: Frames,
): RowStream {
  return {
    async next(asker) {
      const began = performance.now()
      const visit = watch.visit(ministry, lines.get(ministry)?.url.origin ?? '')
      const given = asker.deadline.remainingMs()
      const stopWaiting = asker.deadline.onEnd(() => {
        told(endAtDeadline(asker.deadline, given, lateMs))
        close()
      })
      try {
        const { value, done } = await frames.next()
        if (done === true) throw new Error('expected a frame of rows, got none')
        told('answered')
        const { head, rows } = value
        const refused = refusedHead.safeParse(head).data
        if (refused !== undefined) {
          visit('answered')
          throw tooMuch(ministry, refused)
        }
        const { rows: count, cursor, columns, hasMore, persons, provenance } = frameHead.parse(head)
        notePersons(asker.persons, { ministry, reported: persons }, personKeys)
        noteRequest(asker.provenance, ministry, performance.now() - began, provenance)
        visit('answered')
        return { count, rows, columns, hasMore, cursor: cursor ?? undefined }
      } catch (error) {
        told(error instanceof FrameTooLarge ? 'answered' : 'failed')
        close()
        if (error instanceof MinistryError) throw error
        if (error instanceof FrameTooLarge) {
          visit('answered')
          const { allowed, got } = error
          throw tooMuch(ministry, { limit: 'bytes', allowed, got })
        }
        noteRequest(asker.provenance, ministry, performance.now() - began, undefined)
        const code = asker.deadline.isOver() ? 'DEADLINE_EXCEEDED' : 'MINISTRY_UNAVAILABLE'
        visit(code)
        const reason = error instanceof Error ? error.message : 'unknown'
        log.warn({ requestId: asker.id, ministry, code, reason }, 'a ministry sent no rows')
        throw unavailable(code, ministry)
      } finally {
        stopWaiting()
      }
    },
    close,
  }
}

function tooMuch(
  ministry: string,
  figures: { readonly limit: string; readonly allowed: number; readonly got: number },
): MinistryError {
  const { limit, allowed, got } = figures
  const message = `The answer passes the limit ${limit}: at most ${allowed}, got ${got}.`
  return new MinistryError(message, { code: 'COST_EXCEEDED', ministry, limit, allowed, got })
}
