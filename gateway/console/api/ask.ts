import { Refused, isRecord, refusedBy } from './refused.ts'
import { send } from './request.ts'

export interface Question {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly operationName?: string | undefined
  readonly purpose?: string | undefined
}

export interface MinistryProvenance {
  readonly requests: number
  readonly latencyMs: number
  readonly rows: number
  readonly statements: number
  readonly asOf: string
  readonly rollup?: unknown
  readonly quality?: {
    readonly share: number
    readonly standing: 'GREEN' | 'AMBER' | 'RED'
    readonly asOf: string
  }
}

export interface AnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly locations?: readonly { readonly line: number; readonly column: number }[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null
  readonly errors: readonly AnswerError[]
  readonly provenance: Readonly<Record<string, MinistryProvenance>>
  readonly extensions: Readonly<Record<string, unknown>>
  readonly requestId: string | undefined
  /** Milliseconds from asking to the last byte, as the browser saw it. */
  readonly elapsedMs: number
  readonly bytes: number
  /** The answer as it came, for showing as JSON. */
  readonly text: string
}

/**
 * Asks a question at `/graphql`. A GraphQL answer with errors is an answer; fails with Refused when there is no
 * answer, and with an AbortError when the signal fired: the gateway then cancels in the databases.
 */
export async function ask(question: Question, signal?: AbortSignal): Promise<Answer> {
  const { purpose, ...body } = question
  const began = performance.now()
  const response = await send('/graphql', { method: 'POST', body, purpose, signal })
  const text = await response.text()
  const requestId = response.headers.get('x-request-id') ?? undefined
  const found = parsed(text)
  if (!isAnswer(found)) throw refusedBy(response.status, found, requestId ?? null)
  return answerOf(text, requestId, performance.now() - began)
}

/** An answer from its text, which is JSON: one that was just asked for, or one that was kept. */
export function answerOf(text: string, requestId: string | undefined, elapsedMs: number): Answer {
  const found = parsed(text)
  const body = isRecord(found) ? found : {}
  const extensions = isRecord(body['extensions']) ? body['extensions'] : {}
  return {
    data: (body['data'] ?? null) as Answer['data'],
    errors: (body['errors'] ?? []) as Answer['errors'],
    provenance: (extensions['provenance'] ?? {}) as Answer['provenance'],
    extensions,
    requestId,
    elapsedMs,
    bytes: text.length,
    text,
  }
}

function isAnswer(found: unknown): boolean {
  return isRecord(found) && ('data' in found || 'errors' in found)
}

/** As `ask`, for pages that need the data whole. Fails with Refused on any error. */
export async function askWhole<T>(question: Question, signal?: AbortSignal): Promise<T> {
  const answer = await ask(question, signal)
  const [first] = answer.errors
  if (first !== undefined || answer.data === null)
    throw refusedBy(200, { errors: answer.errors }, answer.requestId ?? null)
  return answer.data as T
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refused({ message: 'The answer is not JSON.', code: 'UNREACHABLE', status: 0 })
  }
}
