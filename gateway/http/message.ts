import { CodedError } from '../../schema/errors.ts'
import { isRecord } from '../is-record.ts'
import { checkVariables } from '../limits/variables.ts'
import { refusal } from './refusal.ts'

/**
 * Checks what a request carries before anything else looks at it: a GraphQL request over HTTP has a
 * `query` and may have `operationName`, `variables` and `extensions` (GraphQL over HTTP, 4.1). Where documents can
 * be registered one may be named instead, by POST. Fails with BAD_USER_INPUT or DOCUMENT_TOO_LARGE.
 */
export function checkMessage(
  { method, search, body }: { method: string; search: string; body: unknown },
  areRegistered: boolean,
): void {
  const message = method === 'GET' ? ofSearch(search) : body
  if (Array.isArray(message)) throw bad('Batches are not served; expected one JSON object.')
  if (!isRecord(message)) throw bad('Expected a JSON object with the field query.')
  const { operationName, variables, extensions } = message
  checkDocument(message, areRegistered && method === 'POST')
  if (!isOptional(operationName, 'string')) throw bad('Expected operationName to be a string.')
  if (!isOptional(variables, 'object')) throw bad('Expected variables to be a JSON object.')
  if (!isOptional(extensions, 'object')) throw bad('Expected extensions to be a JSON object.')
  if (isRecord(variables)) checkVariables(variables)
}

function checkDocument(
  { query, documentId, extensions }: Readonly<Record<string, unknown>>,
  mayBeNamed: boolean,
): void {
  const isPersisted = isRecord(extensions) && 'persistedQuery' in extensions
  const isNamed = isPersisted || documentId !== undefined
  // Clients recognise this text and send the whole document instead.
  if (!mayBeNamed && (isPersisted || (isNamed && query === undefined)))
    throw bad('PersistedQueryNotSupported')
  if (isNamed && query === undefined) return
  if (typeof query !== 'string' || query === '') throw bad('Expected query to be a document.')
}

/** Fails with BAD_USER_INPUT and status 406 when the caller takes none of the two media types served. */
export function checkAccept(accept: string | undefined): void {
  if (accept === undefined || accept === '') return
  const taken = accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const refused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
    return !refused && served.has(type)
  })
  if (!taken)
    throw refusal(
      406,
      'Served are application/json and application/graphql-response+json; the request accepts neither.',
    )
}

const served: ReadonlySet<string> = new Set([
  '*/*',
  'application/*',
  'application/json',
  'application/graphql-response+json',
])

function ofSearch(search: string): Record<string, unknown> {
  const message: Record<string, unknown> = {}
  for (const [name, value] of new URLSearchParams(search)) {
    if (Object.hasOwn(message, name)) throw bad('Expected each search parameter once.')
    const isJson = name === 'variables' || name === 'extensions'
    message[name] = isJson && value !== '' ? jsonOf(name, value) : value
  }
  return message
}

function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw bad(`Expected ${name} to be JSON.`)
  }
}

function isOptional(value: unknown, type: 'string' | 'object'): boolean {
  if (value === undefined || value === null) return true
  return type === 'object' ? isRecord(value) : typeof value === 'string'
}

function bad(message: string): CodedError {
  return new CodedError('BAD_USER_INPUT', message)
}
