import type { Logger } from 'pino'
import type { Caller } from '../../auth/caller.ts'
import { grantsOf } from '../../auth/grants-of.ts'
import type { AskInside } from '../ask-inside.ts'
import { isRecord } from '../is-record.ts'
import type { ReportStore } from './report-store.ts'
import { holdsAll, serviceCaller } from './service-caller.ts'
import type { NewRun, Schedule, ScheduleStore } from './schedule-store.ts'
import { nextRun } from './timing.ts'
import { loggedCaller } from '../logged-caller.ts'
import { repeated } from '../supergraph/repeated.ts'

export interface SchedulerOptions {
  readonly store: ScheduleStore
  readonly reports: Pick<ReportStore, 'find'>
  readonly ask: AskInside
  /** Milliseconds between two looks for what is due, from the end of one to the next. */
  readonly pollMs: number
  /** Runs of one report that are kept, and bytes of a result. */
  readonly maxRuns: number
  readonly maxRunBytes: number
  readonly log: Logger
}

export interface Scheduler {
  /** Takes note of who comes in: the schedules of an owner who has lost a role of theirs rest from then on. */
  readonly seen: (caller: Caller) => void
  /** Stops; a run under way ends first. */
  readonly close: () => Promise<void>
}

/** Milliseconds after which a gateway that took a schedule is taken for dead: longer than any request may take. */
const claimMs = 180_000
/** Schedules that one look takes at most; they are run one after the other. */
const maxDue = 20

/**
 * Runs scheduled reports when they are due, each in one gateway of those that share the database. What was missed while
 * none was there is run once.
 */
export function openScheduler(options: SchedulerOptions): Scheduler {
  const { store, reports, pollMs, log } = options
  let owners: ReadonlyMap<string, ReadonlySet<string>> = new Map()
  let isClosed = false
  const settled = new WeakSet<Caller>()

  const runOne = async (schedule: Schedule): Promise<void> => {
    const startedAt = new Date()
    const isOurs = await store.claim(schedule, new Date(startedAt.getTime() + claimMs), startedAt)
    if (!isOurs) return
    const newest = await reports.find(schedule.report)
    if (newest === undefined || newest.archived) return await store.remove(schedule.report)
    const run = await runOf(schedule, startedAt, options)
    const nextAt = nextRun(schedule.timing, schedule.nextAt, new Date())
    await store.finish(run, { setAt: schedule.setAt, nextAt }, options.maxRuns)
    const { report, version, status, codes } = run
    log.info(
      { report, version, owner: loggedCaller(schedule.owner), status, codes },
      'reports: run',
    )
  }
  const look = async (): Promise<void> => {
    try {
      owners = await store.owners(new Date())
      for (const schedule of await store.due(new Date(), maxDue)) {
        if (isClosed) return
        await runOne(schedule)
      }
    } catch (error) {
      log.warn({ err: error }, 'reports: schedules were not looked at; it is tried again')
    }
  }
  const looks = repeated(pollMs, look)
  looks.now()

  return {
    seen(caller) {
      const wanted = owners.get(caller.id)
      if (wanted === undefined || settled.has(caller)) return
      settled.add(caller)
      if (holdsAll(caller.roles, wanted)) return
      store.stop(caller.id, caller.roles, 'FORBIDDEN').then(
        (count) =>
          log.warn(
            { owner: loggedCaller(caller.id), count },
            'reports: schedules rest; a role is gone',
          ),
        (error: unknown) => {
          settled.delete(caller)
          log.warn({ err: error }, 'reports: schedules were not stopped; it is tried again')
        },
      )
    },
    async close() {
      isClosed = true
      await looks.stop()
    },
  }
}

async function runOf(
  schedule: Schedule,
  startedAt: Date,
  { reports, ask, maxRunBytes }: SchedulerOptions,
): Promise<NewRun> {
  const { report, version, owner, variables } = schedule
  const kept = await reports.find(report, version)
  const caller = serviceCaller(owner, schedule.caller)
  const grants = grantsOf(caller)
  const text = await ask(caller, {
    query: kept?.body.document ?? '',
    operationName: kept?.body.operation ?? undefined,
    variables,
  })
  const bytes = Buffer.byteLength(text)
  const head = { report, version, startedAt, finishedAt: new Date(), grants, variables, bytes }
  if (bytes > maxRunBytes)
    return { ...head, status: 'failed', codes: ['COST_EXCEEDED'], result: null }
  const { status, codes } = outcomeOf(JSON.parse(text))
  return { ...head, status, codes, result: status === 'failed' ? null : text }
}

function outcomeOf(answer: unknown): Pick<NewRun, 'status' | 'codes'> {
  const { data, errors } = isRecord(answer) ? answer : {}
  const codes = (Array.isArray(errors) ? errors : []).map((error: unknown) =>
    String(isRecord(error) && isRecord(error['extensions']) ? error['extensions']['code'] : ''),
  )
  const status = !isRecord(data) ? 'failed' : codes.length > 0 ? 'partial' : 'ok'
  return { status, codes: [...new Set(codes)].sort() }
}
