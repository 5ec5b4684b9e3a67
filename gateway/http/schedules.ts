import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { z } from 'zod'
import { bearer } from '../../auth/bearer.ts'
import type { Caller } from '../../auth/caller.ts'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import { openTrail, type TrailParts } from '../audit/trail.ts'
import { openDeadline } from '../execution/deadline.ts'
import { identityOf } from '../identity-of.ts'
import { loggedCaller } from '../logged-caller.ts'
import type { ReadRun, Schedules } from '../reports/schedules.ts'
import type { Run, Schedule } from '../reports/schedule-store.ts'
import { timingShape } from '../reports/timing.ts'
import { requestState } from '../request-state.ts'
import type { Lease, Lifecycle } from '../supergraph/lifecycle.ts'
import { databaseFailures } from './database-failures.ts'
import { pageQuery, shaped } from './registry-body.ts'
import { reportIdIn } from './report-id-in.ts'

export interface ScheduleRoutes {
  readonly schedules: Schedules
  readonly lifecycle: Lifecycle
  readonly verifyCaller: VerifyCaller
  /** Absent when nothing is recorded. */
  readonly audit: TrailParts | undefined
  readonly log: Logger
}

/** Null takes the schedule away. */
const scheduleBody = z.strictObject({
  timing: timingShape.nullable(),
  variables: z.record(z.string(), z.unknown()).default({}),
})
const runPath = z.object({ run: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })

/** Schedules of saved reports and their runs; docs/console.md lists the routes. */
export function serveSchedules(
  app: FastifyInstance,
  { schedules, lifecycle, verifyCaller, audit, log }: ScheduleRoutes,
): void {
  const callerOf = async ({ raw }: FastifyRequest): Promise<Caller> =>
    await verifyCaller(bearer(raw.headersDistinct['authorization']), new Date())
  const leased = async <T>(work: (lease: Lease) => Promise<T>): Promise<T> => {
    const lease = lifecycle.lease()
    try {
      return await work(lease)
    } finally {
      lease.release()
    }
  }
  const one = '/reports-api/reports/:id'

  app.register(async (scope) => {
    databaseFailures(scope, log, 'schedules')
    scope.addHook('onSend', async (_request, reply) => {
      void reply.header('cache-control', 'no-store')
    })
    scope.get(`${one}/schedule`, async (request, reply) => {
      const caller = await callerOf(request)
      const found = await schedules.find(caller, reportIdIn(request))
      return await reply.send({ schedule: found === undefined ? null : shown(found) })
    })
    scope.put(`${one}/schedule`, async (request, reply) => {
      const caller = await callerOf(request)
      const id = reportIdIn(request)
      const { timing, variables } = shaped(scheduleBody, request.body, 'Body')
      const line = { requestId: request.id, caller: loggedCaller(caller.id), report: id }
      if (timing === null) {
        await schedules.remove(caller, id)
        log.info(line, 'report: schedule removed')
        return await reply.send({ schedule: null })
      }
      const set = await leased(({ generation }) =>
        schedules.set(caller, id, { timing, variables }, generation),
      )
      log.info({ ...line, timing }, 'report: schedule set')
      return await reply.send({ schedule: shown(set) })
    })
    scope.get(`${one}/runs`, async (request, reply) => {
      const caller = await callerOf(request)
      const page = shaped(pageQuery, request.query, 'Query')
      const runs = await schedules.runs(caller, reportIdIn(request), page)
      return await reply.send({ runs: runs.map(brief) })
    })
    scope.get(`${one}/runs/:run`, async (request, reply) => {
      const caller = await callerOf(request)
      const { run: number } = shaped(runPath, request.params, 'Path')
      const id = reportIdIn(request)
      const { run } = await leased(async (lease) => {
        const read = await schedules.run(caller, id, number, lease.generation)
        if (audit) await recorded(request.id, { caller, read, lease }, audit)
        return read
      })
      const answer: unknown = run.result === null ? null : JSON.parse(run.result)
      return await reply.send({ ...brief(run), variables: run.variables, answer })
    })
  })
}

/** An answer that was kept is read like one that is asked for: nobody looks at it without a record on disk. */
async function recorded(
  id: string,
  { caller, read, lease }: { caller: Caller; read: ReadRun; lease: Lease },
  audit: TrailParts,
): Promise<void> {
  const { document: text, operation } = read.report.body
  const { variables } = read.run
  const deadline = openDeadline(0)
  deadline.close()
  const trail = openTrail(audit)
  const state = requestState({
    id,
    deadline,
    lease,
    identity: identityOf(caller, undefined),
    purpose: undefined,
    misnamed: undefined,
    trail,
    telemetry: undefined,
    use: undefined,
    exported: undefined,
    allowance: undefined,
  })
  const { prepare, schema, selectionOf } = lease.generation
  const prepared = prepare(text, { name: 'whole', schema })
  if ('errors' in prepared) throw prepared.errors[0] ?? new Error('expected a document that fits')
  const selection = selectionOf(prepared.document, operation ?? undefined, {
    ...variables,
    ...prepared.lifted,
  })
  trail.asked(state, { text, variables, verdict: 'allowed', selection })
  await trail.answered(state, { status: 200, errors: [] })
}

function shown({ version, timing, variables, setAt, expiresAt, nextAt, stopped }: Schedule) {
  const isExpired = expiresAt.getTime() <= Date.now()
  return {
    version,
    timing,
    variables,
    setAt: setAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    nextAt: stopped === null && !isExpired ? nextAt.toISOString() : null,
    state: stopped === null ? (isExpired ? 'expired' : 'waiting') : 'stopped',
    stopped,
  }
}

function brief({ id, version, startedAt, finishedAt, status, codes }: Run) {
  return {
    id,
    version,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    status,
    codes,
  }
}
