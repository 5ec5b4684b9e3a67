import type { Client } from 'pg'
import { provinces } from '../../subgraphs/reference/rows/provinces.ts'
import { type AskMethod, methodAnswer } from './method-answer.ts'
import type { CountedIndicator } from './method-reading.ts'
import { methodVariables } from './method-variables.ts'
import { observedIn } from './observed-in.ts'
import type { Period } from './period.ts'
import { type NewObservation, writeObservations } from './write-observations.ts'

/** An indicator to be evaluated for a period. */
export interface Due {
  readonly indicator: CountedIndicator
  readonly period: Period
}

export interface Evaluation {
  /** Connected as the owner of the government office's tables. */
  readonly client: Client
  readonly due: readonly Due[]
  readonly ask: AskMethod
  /** Whether the people behind the figures are invented. */
  readonly synthetic: boolean
  /** Documents asked at once. */
  readonly atOnce: number
  readonly signal: AbortSignal
  readonly onProgress?: (done: number, of: number) => void
}

export interface Evaluated {
  /** Questions to the gateway. */
  readonly asked: number
  readonly added: number
  readonly revised: number
  readonly unchanged: number
  /** Failures where a value is known, which stays. */
  readonly kept: number
  /** Values that are not known: the source failed, or disclosure control withheld them. */
  readonly failed: number
  readonly suppressed: number
}

interface Errand {
  readonly query: string
  readonly variables: Readonly<Record<string, string>>
  readonly due: Due[]
}

const codes = provinces.map(({ code }) => code)

/**
 * Asks the gateway for what is due, each document once for the same variables, and stores what it answers, one transaction
 * an answer. What a source does not say is stored as failed, what disclosure control withholds as suppressed. Throws where
 * the gateway refuses, or the signal is aborted; what was stored until then stays.
 */
export async function evaluateIndicators(evaluation: Evaluation): Promise<Evaluated> {
  const { due, atOnce, onProgress } = evaluation
  const errands = errandsOf(due)
  const waiting = [...errands]
  const sum = { asked: 0, added: 0, revised: 0, unchanged: 0, kept: 0, failed: 0, suppressed: 0 }
  let writing: Promise<unknown> = Promise.resolve()
  const work = async (): Promise<void> => {
    for (let errand = waiting.shift(); errand; errand = waiting.shift()) {
      const { rows, store } = await answered(evaluation, errand)
      // One connection stores, an answer after the other.
      const storing = writing.then(store)
      writing = storing.catch(() => undefined)
      const written = await storing
      sum.asked += 1
      for (const name of ['added', 'revised', 'unchanged', 'kept'] as const)
        sum[name] += written[name]
      sum.failed += rows.filter(({ state }) => state === 'FAILED').length
      sum.suppressed += rows.filter(({ state }) => state === 'SUPPRESSED').length
      onProgress?.(sum.asked, errands.length)
    }
  }
  const workers = Array.from({ length: atOnce }, work)
  // None goes on when one fails.
  for (const worker of workers) worker.catch(() => waiting.splice(0))
  await Promise.allSettled(workers)
  await Promise.all(workers)
  return sum
}

/** Documents that are asked with the same variables are one question. */
function errandsOf(due: readonly Due[]): readonly Errand[] {
  const errands = new Map<string, Errand>()
  for (const one of due) {
    const query = one.indicator.document
    const variables = methodVariables(query, one.period)
    const key = JSON.stringify([query, variables])
    const errand = errands.get(key) ?? { query, variables, due: [] }
    errand.due.push(one)
    errands.set(key, errand)
  }
  return [...errands.values()]
}

async function answered(
  { client, ask, synthetic, signal }: Evaluation,
  { query, variables, due }: Errand,
) {
  const asOf = new Date()
  const { body, requestId, ...told } = await methodAnswer(ask, { query, variables }, signal)
  const rows = due.flatMap(({ indicator, period }) =>
    observedIn(body, indicator, codes).map((observed): NewObservation => {
      const { code, version: indicatorVersion } = indicator
      const { text, first: periodStart } = period
      const place = { indicator: code, indicatorVersion, period: text, periodStart }
      return { ...observed, ...place, status: undefined }
    }),
  )
  const store = async () => {
    try {
      await client.query('BEGIN')
      const provenance = { queryId: requestId, ...told, synthetic, asOf }
      const written = await writeObservations(client, rows, { method: 'REPORT', ...provenance })
      await client.query('COMMIT')
      return written
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined)
      throw error
    }
  }
  return { rows, store }
}
