import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { PageRefused } from '../export/ask-page.ts'
import {
  type BegunExport,
  type ExportHouse,
  type ExportMessage,
  beginExport,
} from '../export/begin-export.ts'
import { type ExportFile, exportFile } from '../export/export-file.ts'
import { exportRequest } from '../export/export-request.ts'
import type { ExportOutcome, GatewayMeters } from '../telemetry/gateway-meters.ts'
import { disposition } from './disposition.ts'
import { isRecord } from '../is-record.ts'
import type { ArrivePage } from '../pipeline.ts'
import { refusal } from './refusal.ts'
import { shaped } from './registry-body.ts'

export const exportPath = '/export'

/** What makes files, and how their pages arrive. */
export interface ExportDoor {
  readonly house: ExportHouse
  readonly arrive: ArrivePage
}

/** Who is told how exports end. */
export interface ExportWatch {
  readonly log: Logger
  readonly meters: GatewayMeters | undefined
}

/**
 * `POST /export`: a GraphQL request with `format`, answered as a file of all pages of its list. Refused in JSON until the first
 * page is there; what fails later breaks the connection, so that half a file is not taken for a whole one.
 */
export function serveExport(
  app: FastifyInstance,
  { house, arrive }: ExportDoor,
  { log, meters }: ExportWatch,
): void {
  app.post(exportPath, async (request, reply): Promise<FastifyReply | undefined> => {
    // The end of its answer is the end of the connection: nobody could tell a whole file from half of one.
    if (request.raw.httpVersion === '1.0') throw refusal(505, 'Expected HTTP/1.1.')
    const asked = shaped(exportRequest, request.body, 'Export')
    const leaving = new AbortController()
    reply.raw.once('close', () => leaving.abort())
    let begun: BegunExport | undefined
    const end = (outcome: ExportOutcome): void =>
      meters?.exported(asked.format, outcome, begun?.tally.provenance().rows ?? 0)
    try {
      const message: ExportMessage = {
        arrive: (exported) => arrive(request, exported),
        text: () => textOf(request.body),
      }
      begun = await beginExport(house, message, { asked, signal: leaving.signal })
      const file = await exportFile(begun, asked, house.limits.maxBytes)
      await send(reply, file, begun)
      end('whole')
      return undefined
    } catch (error) {
      end(reply.sent ? 'broken' : 'refused')
      if (!reply.sent && error instanceof PageRefused) return await refuse(request, reply, error)
      if (!reply.sent) throw error
      const isLeft = leaving.signal.aborted
      log[isLeft ? 'debug' : 'warn'](
        {
          requestId: request.id,
          ...(error instanceof PageRefused ? { codes: error.codes } : { err: error }),
        },
        'an export ended early',
      )
      reply.raw.destroy()
      return undefined
    } finally {
      await begun?.pages.return(undefined)
      begun?.close()
    }
  })
}

/** The document, which the message holds once a registered one is looked up. */
function textOf(body: unknown): string {
  const text = isRecord(body) ? body['query'] : undefined
  return typeof text === 'string' ? text : ''
}

async function refuse(
  { id }: FastifyRequest,
  reply: FastifyReply,
  { status, errors }: PageRefused,
): Promise<FastifyReply> {
  return await reply.code(status).send({ errors, extensions: { requestId: id } })
}

async function send(
  reply: FastifyReply,
  { mediaType, name, chunks }: ExportFile,
  { tally }: BegunExport,
): Promise<void> {
  const { raw } = reply
  void reply.headers({
    'content-type': mediaType,
    'content-disposition': disposition(name),
    'cache-control': 'no-store',
    trailer: 'x-export-rows, x-export-end',
  })
  for (const [header, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) raw.setHeader(header, value)
  reply.hijack()
  raw.writeHead(200)
  raw.flushHeaders()
  await pipeline(Readable.from(chunks, { objectMode: false }), raw, { end: false })
  const { rows, end } = tally.provenance()
  raw.addTrailers({ 'x-export-rows': String(rows), 'x-export-end': end })
  raw.end()
}
