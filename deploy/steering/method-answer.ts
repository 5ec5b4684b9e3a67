import { setTimeout as after } from 'node:timers/promises'
import { isRecord } from '../../gateway/is-record.ts'
import { errors } from '../../schema/errors.ts'

export interface MethodQuestion {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** Asks the gateway; answers the body of its answer. An abort ends what waits for another process. */
export type AskMethod = (question: MethodQuestion, signal?: AbortSignal) => Promise<string>

export interface MethodAnswer {
  readonly body: Readonly<Record<string, unknown>>
  /** The request's id in the audit journal. */
  readonly requestId: string
  /** The ministries that were asked. */
  readonly sources: readonly string[]
  /** By ministry, what its provenance says of the quality of its data. */
  readonly quality: Readonly<Record<string, unknown>> | undefined
}

/** How often a crowded gateway is asked again, and the longest that it is waited for, seconds. */
const maxTries = 3
const maxWaitSeconds = 60

const catalogue: Readonly<Record<string, { readonly fault: string }>> = errors

/**
 * What the gateway answers to a method's document. A source that failed is an answer; throws an Error with the code and
 * message where the gateway refuses whoever asks, which says nothing of any figure. One that has too much to do is asked
 * again when it says so.
 */
export async function methodAnswer(
  ask: AskMethod,
  question: MethodQuestion,
  signal: AbortSignal,
): Promise<MethodAnswer> {
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted()
    const body: unknown = JSON.parse(await ask(question, signal))
    if (!isRecord(body)) throw new Error('expected an answer of the gateway, got none')
    const waitSeconds = waitSecondsIn(body)
    if (waitSeconds !== undefined && tries < maxTries) {
      await after(waitSeconds * 1000, undefined, { signal })
      continue
    }
    expectAllowed(body)
    const { requestId, provenance } = isRecord(body['extensions']) ? body['extensions'] : {}
    const told = isRecord(provenance) ? provenance : {}
    return {
      body,
      requestId: typeof requestId === 'string' ? requestId : 'unknown',
      sources: Object.keys(told).sort(),
      quality: qualityIn(told),
    }
  }
}

function qualityIn(
  provenance: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const told = Object.entries(provenance).flatMap(([ministry, one]) =>
    isRecord(one) && one['quality'] !== undefined ? [[ministry, one['quality']] as const] : [],
  )
  return told.length === 0 ? undefined : Object.fromEntries(told)
}

interface Refusal {
  readonly code: string
  readonly message: string
  readonly retryAfterSeconds: unknown
}

/** The first error of an answer without data. */
function refusalIn(body: Readonly<Record<string, unknown>>): Refusal | undefined {
  const list: unknown = body['errors']
  const first: unknown = Array.isArray(list) && !isRecord(body['data']) ? list[0] : undefined
  if (!isRecord(first)) return undefined
  const { code, retryAfterSeconds } = isRecord(first['extensions']) ? first['extensions'] : {}
  return { code: String(code), message: String(first['message']), retryAfterSeconds }
}

function waitSecondsIn(body: Readonly<Record<string, unknown>>): number | undefined {
  const { code, retryAfterSeconds: seconds } = refusalIn(body) ?? {}
  if (code !== 'RATE_LIMITED' && code !== 'OVERLOADED') return undefined
  return typeof seconds === 'number' && seconds <= maxWaitSeconds ? seconds : undefined
}

function expectAllowed(body: Readonly<Record<string, unknown>>): void {
  const { code, message } = refusalIn(body) ?? {}
  if (code === undefined || code === 'RATE_LIMITED') return
  if (catalogue[code]?.fault === 'caller')
    throw new Error(`the gateway refused: ${message} [${code}]`)
}
