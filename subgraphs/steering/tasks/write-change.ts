import sql from 'sql-template-tag'
import { CodedError } from '../../../schema/errors.ts'
import type { RequestContext } from '../../kit/request-context.ts'
import type { Row } from '../../kit/sql/select.ts'
import { Refused } from '../../kit/writer.ts'
import type { Detail } from './task-fields.ts'

export type ChangeKind = 'CREATED' | 'CHANGED' | 'EVIDENCE_ADDED' | 'EVIDENCE_WITHDRAWN'

export interface TaskChange {
  readonly id: string
  /** Of the task before it; 0 for a new one. */
  readonly version: number
  readonly kind: ChangeKind
  /** The caller's own name for the change. */
  readonly key: unknown
  readonly detail: Detail
}

/** Answers the ministry's own changes, as `Mutation` does. */
export interface TaskChanged {
  readonly id: string
  readonly version: number
  readonly at: string
  /** Whether the change had been carried out before, under the same key. */
  readonly repeated: boolean
}

/** What a change may not do, by SQLSTATE: tables.sql raises the first four. */
const messages: Readonly<Record<string, string>> = {
  LT002: 'The change does not fit the task: levels, circles, evidence or fields.',
  LT003: 'id: there is no such task.',
  LT004: 'id: there is such a task already.',
}

/**
 * Carries out a change once: the same key of the same caller answers what it did before. Fails with CONFLICT where the task
 * has another version, with BAD_USER_INPUT where the change does not fit, with MINISTRY_UNAVAILABLE where nothing is
 * written here.
 */
export async function writeChange(
  context: RequestContext,
  { id, version, kind, key, detail }: TaskChange,
): Promise<TaskChanged> {
  if (typeof key !== 'string' || !/^[\w.:-]{8,100}$/.test(key))
    throw new CodedError(
      'BAD_USER_INPUT',
      'key: expected 8 to 100 letters, digits, dots, colons or dashes.',
    )
  const actor = context.request.caller.id
  const text = JSON.stringify(detail)
  try {
    const [row] = await writing(context)(sql`
      INSERT INTO task_change (task_id, version, kind, actor, key, request_id, detail)
      VALUES (${id}, ${version + 1}, ${kind}, ${actor}, ${key}, ${context.requestId}, ${text})
      RETURNING task_id AS id, version, at`)
    return changed(row, false)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (error.state !== '23505') throw refusal(error)
    const [row] = await writing(context)(sql`
      SELECT task_id AS id, version, at,
             task_id = ${id} AND version = ${version + 1} AND kind = ${kind} AND detail = ${text}::jsonb AS same
      FROM task_change WHERE actor = ${actor} AND key = ${key}`)
    if (row?.['same'] === true) return changed(row, true)
    throw new CodedError('BAD_USER_INPUT', 'key: it was used for another change.')
  }
}

/** The way to write. Fails with MINISTRY_UNAVAILABLE where this process has none. */
export function writing({ write }: RequestContext): NonNullable<RequestContext['write']> {
  if (write !== undefined) return write
  throw new CodedError('MINISTRY_UNAVAILABLE', 'Tasks are read here and not changed.', {
    ministry: 'steering',
  })
}

function refusal({ state, message }: Refused): CodedError {
  if (state !== 'LT001')
    return new CodedError(
      'BAD_USER_INPUT',
      messages[state] ?? 'The change does not fit: a date, a parent or an indicator.',
    )
  const present = Number(/\d+$/.exec(message)?.[0])
  return new CodedError('CONFLICT', `version: the task has version ${present}.`, { present })
}

function changed(row: Row | undefined, repeated: boolean): TaskChanged {
  return {
    id: String(row?.['id']),
    version: Number(row?.['version']),
    at: new Date(String(row?.['at'])).toISOString(),
    repeated,
  }
}
