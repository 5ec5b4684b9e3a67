import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { z } from 'zod'
import { bearer } from '../../auth/bearer.ts'
import type { Caller } from '../../auth/caller.ts'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import { auditedText } from '../../auth/audited-text.ts'
import { maskError } from '../errors.ts'
import { identityOf } from '../identity-of.ts'
import { folded } from '../reports/folded.ts'
import { houseOwner, type ReportVersion } from '../reports/report.ts'
import { mayArchive, maySave } from '../reports/report-rights.ts'
import { saveShape } from '../reports/report-shape.ts'
import type { Reports } from '../reports/reports.ts'
import type { Lifecycle } from '../supergraph/lifecycle.ts'
import { databaseFailures } from './database-failures.ts'
import { pageQuery, shaped } from './registry-body.ts'
import { reportIdIn } from './report-id-in.ts'
import { loggedCaller } from '../logged-caller.ts'

export interface ReportRoutes {
  readonly reports: Reports
  readonly lifecycle: Lifecycle
  readonly verifyCaller: VerifyCaller
  readonly log: Logger
}

const listQuery = z.object({
  search: z.string().max(200).default(''),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  after: z.string().max(64).optional(),
})
const versionQuery = z.object({
  version: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
})

/** Words of a search, at most. */
const maxWords = 10

/** Saved reports under `/reports-api`; docs/console.md lists the routes. For every verified caller. */
export function serveReports(
  app: FastifyInstance,
  { reports, lifecycle, verifyCaller, log }: ReportRoutes,
): void {
  const callerOf = async ({ raw }: FastifyRequest): Promise<Caller> =>
    await verifyCaller(bearer(raw.headersDistinct['authorization']), new Date())
  const one = '/reports-api/reports/:id'

  app.register(async (scope) => {
    databaseFailures(scope, log, 'saved reports')
    scope.addHook('onSend', async (_request, reply) => {
      void reply.header('cache-control', 'no-store')
    })

    scope.get('/reports-api/reports', async (request, reply) => {
      const caller = await callerOf(request)
      const { search, limit, after } = shaped(listQuery, request.query, 'Query')
      const words = folded(search).split(' ').slice(0, maxWords)
      const found = await reports.list(caller, { words, limit, after })
      const next = found.length === limit ? (found.at(-1)?.report ?? null) : null
      return await reply.send({ reports: found.map((report) => brief(report, caller)), next })
    })
    scope.get(one, async (request, reply) => {
      const caller = await callerOf(request)
      const { version } = shaped(versionQuery, request.query, 'Query')
      return await reply.send(
        whole(await reports.find(caller, reportIdIn(request), version), caller),
      )
    })
    scope.get(`${one}/versions`, async (request, reply) => {
      const caller = await callerOf(request)
      const page = shaped(pageQuery, request.query, 'Query')
      const found = await reports.versions(caller, reportIdIn(request), page)
      return await reply.send({ versions: found.map((report) => savedOf(report, caller)) })
    })
    scope.put(one, async (request, reply) => {
      const caller = await callerOf(request)
      const id = reportIdIn(request)
      const given = shaped(saveShape, request.body, 'Body')
      const lease = lifecycle.lease()
      try {
        const { access, schema, prepare } = lease.generation
        const visible = access?.visible(identityOf(caller, undefined).seen) ?? { name: '', schema }
        const prepared = prepare(given.document, visible)
        if ('errors' in prepared) {
          const errors = prepared.errors.map(maskError)
          return await reply.code(400).send({ errors, extensions: { requestId: request.id } })
        }
      } finally {
        lease.release()
      }
      const saved = await reports.save(caller, id, given)
      const { version } = saved
      log.info(
        { requestId: request.id, caller: loggedCaller(caller.id), report: id, version },
        'report: saved',
      )
      return await reply.code(given.base === 0 ? 201 : 200).send(whole(saved, caller))
    })
    scope.delete(one, async (request, reply) => {
      const caller = await callerOf(request)
      const id = reportIdIn(request)
      await reports.archive(caller, id)
      log.info(
        { requestId: request.id, caller: loggedCaller(caller.id), report: id },
        'report: archived',
      )
      return await reply.code(204).send()
    })
  })
}

/** Names of persons never hold a personal number. */
function ownerOf({ owner, ownerAgency }: ReportVersion, { id }: Caller) {
  return {
    sub: owner === houseOwner ? null : auditedText(owner),
    agency: ownerAgency === null ? null : auditedText(ownerAgency),
    isHouse: owner === houseOwner,
    isYou: owner === id,
  }
}

function savedOf({ version, at, author, message, archived }: ReportVersion, { id }: Caller) {
  return {
    version,
    savedAt: at.toISOString(),
    savedBy: author === houseOwner ? null : auditedText(author),
    isYours: author === id,
    message,
    archived,
  }
}

function brief(report: ReportVersion, caller: Caller) {
  const { title, description, chart, purpose } = report.body
  const { report: id, version, at, shared } = report
  const owner = ownerOf(report, caller)
  const kind = chart?.kind ?? 'table'
  return {
    id,
    version,
    title,
    description,
    chart: kind,
    purpose,
    owner,
    shared,
    savedAt: at.toISOString(),
  }
}

function whole(report: ReportVersion, caller: Caller) {
  return {
    id: report.report,
    ...report.body,
    shared: report.shared,
    owner: ownerOf(report, caller),
    ...savedOf(report, caller),
    may: { save: maySave(caller, report), archive: mayArchive(caller, report) },
  }
}
