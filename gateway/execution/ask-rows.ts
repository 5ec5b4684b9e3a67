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
const refusedHead = z.object({ refused: z.literal('COST_EXCEEDED') })

type RowLines = Pick<
  MinistryLines,
  'lines' | 'pools' | 'breakers' | 'watch' | 'maxAnswerBytes' | 'personKeys' | 'log'
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
}

async function framesOf(
  { lines, pools, breakers, maxAnswerBytes, log }: RowLines,
  { ministry, body }: Errand,
  { asker, rows }: { readonly asker: Asker; readonly rows: RowsAsked },
): Promise<Frames | undefined> {
  const line = lines.get(ministry)
  // Who runs open has ministries of any make, and no token for a door of ours.
  if (line?.tokenFor === undefined || asker.deadline.isOver()) return undefined
  const door = new URL('rows', line.url)
  const abort = new AbortController()
  const stopWaiting = asker.deadline.onEnd(() => abort.abort())
  try {
    const authorization = `Bearer ${await line.tokenFor(asker)}`
    const told = breakers.enter(ministry, door.origin)
    const answer = await pools
      .poolOf(door.origin)
      .request({
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
      .finally(() => told('unsaid'))
    const { statusCode, headers, body: bytes } = answer
    if (statusCode !== 200 || headers['content-type'] !== rowMediaType) {
      await bytes.dump()
      return undefined
    }
    const close = (): void => void bytes.on('error', () => undefined).destroy()
    return { frames: framesIn(bytes, maxAnswerBytes), close }
  } catch (error) {
    log.debug({ requestId: asker.id, ministry, err: error }, 'rows are asked for as an answer')
    return undefined
  } finally {
    stopWaiting()
  }
}

function streamOf(
  { watch, lines, personKeys, log }: RowLines,
  ministry: string,
  { frames, close }: Frames,
): RowStream {
  return {
    async next(asker) {
      const began = performance.now()
      const visit = watch.visit(ministry, lines.get(ministry)?.url.origin ?? '')
      const stopWaiting = asker.deadline.onEnd(close)
      try {
        const { value, done } = await frames.next()
        if (done === true) throw new Error('expected a frame of rows, got none')
        const { head, rows } = value
        if (refusedHead.safeParse(head).success) {
          visit('answered')
          throw tooMuch('The answer would hold records of too many persons.', ministry)
        }
        const { rows: count, cursor, columns, hasMore, persons, provenance } = frameHead.parse(head)
        notePersons(asker.persons, { ministry, reported: persons }, personKeys)
        noteRequest(asker.provenance, ministry, performance.now() - began, provenance)
        visit('answered')
        return { count, rows, columns, hasMore, cursor: cursor ?? undefined }
      } catch (error) {
        close()
        if (error instanceof MinistryError) throw error
        if (error instanceof FrameTooLarge) {
          visit('answered')
          throw tooMuch('The answer would be too large.', ministry)
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

function tooMuch(message: string, ministry: string): MinistryError {
  return new MinistryError(message, { code: 'COST_EXCEEDED', ministry })
}
