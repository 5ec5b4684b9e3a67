import { isRecord } from '../is-record.ts'
import type { MinistryError } from './ministry-error.ts'

/** What a ministry answered, as the plan's steps read it. */
export interface MinistryAnswer {
  readonly data: Record<string, unknown> | null
  readonly errors: readonly MinistryError[]
}

/** What a ministry answered, after its shape was checked. */
export interface MinistryReply {
  readonly data: Record<string, unknown> | null
  readonly errors: readonly MinistryReport[]
  readonly extensions: Readonly<Record<string, unknown>>
}

/** One error in a ministry's reply, as it was written there. */
export interface MinistryReport {
  readonly message: string
  readonly path: readonly (string | number)[] | undefined
  readonly extensions: Readonly<Record<string, unknown>>
}

/** Errors of one reply that are looked at; a ministry may report one for each row. */
const maxErrors = 100

/** Reads what a ministry sent as JSON. Throws an Error without a word of it, which may be personal. */
export function ministryJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new Error('expected JSON, got something else')
  }
}

/**
 * Checks what a ministry answered: the GraphQL shape, and as many entities as were asked about. Throws an
 * Error that says what was expected and got.
 */
export function checkedReply(value: unknown, entities: number | undefined): MinistryReply {
  const reply = replyOf(value)
  if (reply.data === null && reply.errors.length === 0)
    throw new Error('expected data or errors, got neither')
  if (reply.data !== null && entities !== undefined) checkEntities(reply.data, entities)
  return reply
}

function replyOf(value: unknown): MinistryReply {
  if (!isRecord(value)) throw new Error('expected a JSON object')
  const { data = null, errors = [], extensions = {} } = value
  if (data !== null && !isRecord(data)) throw new Error('expected data to be an object or null')
  if (!Array.isArray(errors)) throw new Error('expected errors to be a list')
  return {
    data,
    errors: errors.slice(0, maxErrors).map(reportOf),
    extensions: isRecord(extensions) ? extensions : {},
  }
}

function reportOf(value: unknown): MinistryReport {
  if (!isRecord(value) || typeof value['message'] !== 'string')
    throw new Error('expected each error to hold a message')
  const { message, path, extensions } = value
  return {
    message,
    path: isPath(path) ? path : undefined,
    extensions: isRecord(extensions) ? extensions : {},
  }
}

function checkEntities(data: Record<string, unknown>, expected: number): void {
  const entities = data['_entities']
  const got = Array.isArray(entities) ? entities.length : 'none'
  if (got !== expected) throw new Error(`expected ${expected} entities, got ${got}`)
  if (!(entities as readonly unknown[]).every((entity) => entity === null || isRecord(entity)))
    throw new Error('expected each entity to be an object or null')
}

/** Parts of an error's path, at most; a document is never as deep. */
const maxPath = 500

/** A path of names and places in lists. Anything else could be a ministry's own words, which stay behind. */
function isPath(value: unknown): value is readonly (string | number)[] {
  if (!Array.isArray(value) || value.length > maxPath) return false
  return value.every((part) =>
    typeof part === 'string' ? /^[A-Za-z_]\w{0,254}$/.test(part) : isPlace(part),
  )
}

function isPlace(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
