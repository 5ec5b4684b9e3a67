import sql from 'sql-template-tag'
import { CodedError } from '../../../schema/errors.ts'
import type { RequestContext } from '../../kit/request-context.ts'
import type { Arguments, Resolver } from '../../kit/resolve/resolver.ts'
import { type Detail, detailOf, evidenceFields, taskFields, taskIdOf } from './task-fields.ts'
import { type ChangeKind, writeChange, writing } from './write-change.ts'

/** Whose publishers order tasks; those of other ministries report on theirs. */
const office = 'steering'
/** What a ministry says of a task of its own. */
const reported: ReadonlySet<string> = new Set(['person', 'state'])

const cancelled = 'CANCELLED'

/** Fields that an object of arguments holds. */
function given(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** A new task, by the government office. */
const createTask: Resolver = async (_root, { key, id, task }, context) => {
  if (!isOffice(context)) throw forbidden('createTask')
  const detail = detailOf(taskFields, given(task))
  return await writeChange(context, { id: taskIdOf(id), version: 0, kind: 'CREATED', key, detail })
}

/**
 * Another word on a task: anything by the government office; by the ministry that answers for it, the post, and whether it
 * is done, as of today. What is cancelled is the office's to cancel, and to take up again.
 */
const changeTask: Resolver = async (_root, args, context) => {
  const fields = given(args['task'])
  const isOwn =
    Object.keys(fields).every((name) => reported.has(name)) && fields['state'] !== cancelled
  await expectRight(context, args, { field: 'changeTask', isOwn })
  const detail = detailOf(taskFields, fields)
  if (Object.keys(detail).length === 0)
    throw new CodedError('BAD_USER_INPUT', 'task: expected a field to change.')
  return await change(context, args, { kind: 'CHANGED', detail: withDay(detail) })
}

const addTaskEvidence: Resolver = async (_root, args, context) => {
  const fields = given(args['evidence'])
  const isDocument = typeof fields['document'] === 'string'
  await expectRight(context, args, { field: 'addTaskEvidence', isOwn: isDocument })
  const names = Object.keys(fields).sort().join()
  if (!/^(document|areaCode,indicatorCode,period(,wanted)?)$/.test(names))
    throw new CodedError(
      'BAD_USER_INPUT',
      'evidence: expected document alone, or indicatorCode, areaCode and period, with or without wanted.',
    )
  const kind = isDocument ? 'DOCUMENT' : 'INDICATOR'
  const detail = { kind, ...detailOf(evidenceFields, fields) }
  return await change(context, args, { kind: 'EVIDENCE_ADDED', detail })
}

const withdrawTaskEvidence: Resolver = async (_root, args, context) => {
  await expectRight(context, args, { field: 'withdrawTaskEvidence', isOwn: false })
  const detail = { evidence: Number(args['evidence']) }
  return await change(context, args, { kind: 'EVIDENCE_WITHDRAWN', detail })
}

/** The writes of this database: its own tasks, and nothing of any ministry's. */
export const taskMutations = { createTask, changeTask, addTaskEvidence, withdrawTaskEvidence }

/** What is done is done on a day: today, unless the office names another; what is not has none. */
function withDay(detail: Detail): Detail {
  const { state } = detail
  if (state === undefined) return detail
  if (state !== 'DONE') return { ...detail, done_on: null }
  return 'done_on' in detail ? detail : { ...detail, done_on: todayInVietNam() }
}

/** Asia/Ho_Chi_Minh is UTC+7, without summer time, since 1975. */
function todayInVietNam(): string {
  return new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
}

async function change(
  context: RequestContext,
  { key, id, version }: Arguments,
  what: { readonly kind: ChangeKind; readonly detail: Detail },
) {
  return await writeChange(context, { id: taskIdOf(id), version: Number(version), key, ...what })
}

interface Asked {
  readonly field: string
  /** Whether the ministry that answers for the task may do it. */
  readonly isOwn: boolean
}

/**
 * Fails with FORBIDDEN for another ministry's task, one that is not there or was cancelled, and for what only the office
 * does.
 */
async function expectRight(
  context: RequestContext,
  { id }: Arguments,
  { field, isOwn }: Asked,
): Promise<void> {
  if (isOffice(context)) return
  const [task] = await writing(context)(
    sql`SELECT ministry FROM task_board WHERE id = ${taskIdOf(id)} AND state <> ${cancelled}`,
  )
  const { agencies = [] } = context.grants['steering:task:write'] ?? {}
  if (!isOwn || !agencies.includes(String(task?.['ministry']))) throw forbidden(field)
}

function forbidden(field: string): CodedError {
  return new CodedError('FORBIDDEN', undefined, { coordinates: [`Mutation.${field}`] })
}

function isOffice({ grants }: RequestContext): boolean {
  const { whole = false, agencies = [] } = grants['steering:task:write'] ?? {}
  return whole || agencies.includes(office)
}
