import type { GraphQLError } from 'graphql'
import type { Caller } from '../../auth/caller.ts'
import { forbidden } from '../../auth/forbidden.ts'
import type { Grants } from '../../auth/grants.ts'
import { purposeRequired } from '../../auth/purpose-required.ts'
import type { RowScope } from '../../auth/row-scope.ts'
import { scopeCovers } from '../../auth/scope-covers.ts'
import { CodedError, type ErrorCode } from '../../schema/errors.ts'
import { judgeDocument } from '../document/judge-document.ts'
import { maskError } from '../errors.ts'
import { identityOf } from '../identity-of.ts'
import { expectWithin } from '../limits/request-cost.ts'
import type { Generation } from '../supergraph/generation.ts'
import type { ReportVersion } from './report.ts'
import type { Reports } from './reports.ts'
import { keptCaller, serviceCaller } from './service-caller.ts'
import type { NewRun, Run, Schedule, ScheduleStore } from './schedule-store.ts'
import { nextRun, type Timing } from './timing.ts'
import { refusal } from '../http/refusal.ts'

/** Schedules of one owner, at most. */
export const maxSchedules = 20
/** Days after which a schedule ends unless its owner sets it again. */
export const scheduleDays = 90
const dayMs = 86_400_000

export interface NewSchedule {
  readonly timing: Timing
  readonly variables: Readonly<Record<string, unknown>>
}

/** The schedules of saved reports, and what came of their runs. */
export interface Schedules {
  /** For whoever sees the report. */
  find(caller: Caller, id: string): Promise<Schedule | undefined>
  /**
   * Lets the report's present version be run at those moments, as its owner without rows and purposes. Fails with
   * FORBIDDEN, PURPOSE_REQUIRED or COST_EXCEEDED where statistics alone do not answer it, with BAD_USER_INPUT or
   * GRAPHQL_VALIDATION_FAILED where document or variables do not fit, with DOCUMENT_TOO_LARGE (limit `schedules`).
   */
  set(caller: Caller, id: string, given: NewSchedule, generation: Generation): Promise<Schedule>
  remove(caller: Caller, id: string): Promise<void>
  runs(
    caller: Caller,
    id: string,
    page: { limit: number; before?: number | undefined },
  ): Promise<readonly Run[]>
  /**
   * One run with its answer, for whoever sees the report and could ask the same today, about the same rows. Fails with
   * FORBIDDEN, which lists what could not be asked.
   */
  run(caller: Caller, id: string, run: number, generation: Generation): Promise<ReadRun>
}

export interface ReadRun {
  readonly report: ReportVersion
  readonly run: Run & Pick<NewRun, 'result'>
}

export function openSchedules(reports: Reports, store: ScheduleStore): Schedules {
  const owned = async (caller: Caller, id: string): Promise<ReportVersion> => {
    const report = await reports.find(caller, id)
    if (report.owner === caller.id && !report.archived) return report
    throw new CodedError(
      'FORBIDDEN',
      'Expected the report’s owner; save it under an id of your own.',
    )
  }
  return {
    async find(caller, id) {
      await reports.find(caller, id)
      return await store.find(id)
    },
    async set(caller, id, { timing, variables }, generation) {
      const report = await owned(caller, id)
      const kept = keptCaller(caller)
      await expectAnswerable(serviceCaller(caller.id, kept), { report, variables }, generation)
      if ((await store.othersOf(caller.id, id)) >= maxSchedules)
        throw new CodedError(
          'DOCUMENT_TOO_LARGE',
          `At most ${maxSchedules} schedules are kept for one owner; remove some first.`,
          { limit: 'schedules', allowed: maxSchedules },
        )
      const setAt = new Date()
      const schedule = {
        report: id,
        version: report.version,
        owner: caller.id,
        caller: kept,
        timing,
        variables,
        setAt,
        expiresAt: new Date(setAt.getTime() + scheduleDays * dayMs),
        nextAt: nextRun(timing, setAt, setAt),
      }
      await store.set(schedule)
      return { ...schedule, stopped: null }
    },
    async remove(caller, id) {
      const report = await reports.find(caller, id)
      if (report.owner !== caller.id && !caller.roles.includes('operator'))
        throw new CodedError('FORBIDDEN', 'Expected the report’s owner, or the role operator.')
      await store.remove(id)
    },
    async runs(caller, id, { limit, before }) {
      await reports.find(caller, id)
      return await store.runs(id, limit, before)
    },
    async run(caller, id, number, generation) {
      await reports.find(caller, id)
      const run = await store.run(id, number)
      if (run === undefined) throw refusal(404, 'The report has no such run.')
      const report = await reports.find(caller, id, run.version)
      await expectReadable(caller, { report, run }, generation)
      return { report, run }
    },
  }
}

interface Question {
  readonly report: ReportVersion
  readonly variables: Readonly<Record<string, unknown>>
}

/** Fails where the caller may not ask it, or where it reads records of persons. */
async function judged(caller: Caller, { report, variables }: Question, generation: Generation) {
  const { document: text, operation } = report.body
  const found = await judgeDocument(generation, identityOf(caller, undefined), {
    text,
    operationName: operation ?? undefined,
    variables,
  })
  if ('errors' in found) throw codedOf(found.errors)
  if (found.refused.length > 0) throw forbidden(found.refused)
  return found
}

/** The first of a document's errors, as one of the catalogue. */
function codedOf([first]: readonly GraphQLError[]): CodedError {
  const { message, extensions } = maskError(first ?? new CodedError('BAD_USER_INPUT'))
  return new CodedError(String(extensions?.['code']) as ErrorCode, message)
}

async function expectAnswerable(
  caller: Caller,
  question: Question,
  generation: Generation,
): Promise<void> {
  if (caller.roles.length === 0)
    throw new CodedError('FORBIDDEN', 'Expected a role that opens statistics.')
  const { classes, cost } = await judged(caller, question, generation)
  if (classes.length > 0)
    throw purposeRequired([], {
      message: 'A schedule reads statistics, and no records of persons.',
    })
  expectWithin(cost)
}

/**
 * Every permission of the run's for a ministry that answers for something in the document opens as much to the reader:
 * an answer over the whole country is not for whoever counts one province.
 */
async function expectReadable(
  caller: Caller,
  { report, run }: ReadRun,
  generation: Generation,
): Promise<void> {
  const { variables } = run
  const { document, operation } = await judged(caller, { report, variables }, generation)
  const { coordinates } = generation.useOf(document, operation.name?.value)
  const asked = new Set(coordinates.flatMap((one) => generation.ownersOf(one)))
  const { grants } = identityOf(caller, undefined)
  const held = Object.entries(run.grants as Grants) as [keyof Grants, RowScope][]
  const lacking = held.filter(
    ([permission, scope]) => isOf(permission, asked) && !scopeCovers(grants[permission], scope),
  )
  if (lacking.length > 0)
    throw new CodedError(
      'FORBIDDEN',
      `The run counted rows that the caller does not: ${lacking.map(([name]) => name).join(', ')}.`,
    )
}

/** Whether a permission is for one of these ministries; a standard one may be for any. */
function isOf(permission: string, ministries: ReadonlySet<string>): boolean {
  const ministry = permission.slice(0, permission.indexOf(':'))
  return ministry === '*' || ministries.has(ministry)
}
