import { pageDocuments } from '../../../trusted/page-documents.ts'
import { type Answer, answerOf, askWhole } from '../../api/ask.ts'
import { Refused, isRecord, refusedBy } from '../../api/refused.ts'
import { read, send } from '../../api/request.ts'
import type { Titled } from '../../api/session.ts'
import type { SavedChart } from '../../charts/spec.ts'

export type ScenarioParameter = { readonly name: string; readonly label: Titled } & (
  | { readonly type: 'PROVINCE' }
  | { readonly type: 'COMMUNES'; readonly most: number }
  | { readonly type: 'PERIOD'; readonly mostDays: number }
)

export interface ScenarioStep {
  readonly id: string
  readonly title: Titled
  readonly document: string
  readonly chart: SavedChart
  /** Asked without a purpose, under disclosure control. */
  readonly statistics: boolean
}

export interface Scenario {
  readonly code: string
  readonly version: number
  readonly kind: 'STORM' | 'EPIDEMIC' | 'FIRE'
  readonly title: Titled
  readonly description: Titled
  readonly purpose: {
    readonly id: string
    readonly title: Titled
    readonly basis: Titled
    readonly reference: string
    readonly visible: 'AT_ONCE' | { readonly afterDays: number }
  }
  readonly parameters: readonly ScenarioParameter[]
  readonly steps: readonly ScenarioStep[]
  readonly may: { readonly run: boolean }
}

const root = '/scenarios-api/scenarios'

export async function listScenarios(signal: AbortSignal): Promise<readonly Scenario[]> {
  const { scenarios } = await read<{ readonly scenarios: readonly Scenario[] }>(root, { signal })
  return scenarios
}

export interface Commune {
  readonly code: string
  readonly name: string
}

/** The communes of a province that exist today. */
export async function communesOf(
  province: string,
  signal: AbortSignal,
): Promise<readonly Commune[]> {
  const { communes } = await askWhole<{
    readonly communes: { readonly nodes: readonly Commune[] }
  }>({ query: pageDocuments.communes, variables: { province } }, signal)
  return communes.nodes
}

/** What a run is asked with. */
export interface RunAsked {
  readonly parameters: Readonly<Record<string, unknown>>
  readonly reason: string
  /** Chosen communes by the parameter's name, as they are called; for the reader alone. */
  readonly places: Readonly<Record<string, string>>
}

export interface AnsweredStep {
  readonly answer: Answer
  readonly variables: Readonly<Record<string, unknown>>
}

/** What comes of a run, as it comes. */
export interface RunWatch {
  /** Hangs up: the gateway then ends what is under way. */
  readonly signal: AbortSignal
  readonly onStep: (id: string, answered: AnsweredStep) => void
}

/**
 * Runs a scenario and tells of each step as soon as it is answered; answers the run's id. Fails with Refused: nothing was
 * run, or (UNREACHABLE) the run was broken off; with an AbortError when the signal fired before anything came.
 */
export async function runScenario(
  code: string,
  { parameters, reason }: RunAsked,
  { signal, onStep }: RunWatch,
): Promise<string> {
  const began = performance.now()
  const body = { parameters, reason }
  const response = await send(`${root}/${code}/runs`, { method: 'POST', body, signal })
  const requestId = response.headers.get('x-request-id')
  if (!response.ok || response.body === null)
    throw refusedBy(response.status, parsed(await response.text()), requestId)
  let run = ''
  let isWhole = false
  for await (const line of linesOf(response.body)) {
    const said = parsed(line)
    if (!isRecord(said)) continue
    if (isRecord(said['run'])) run = String(said['run']['id'])
    if (typeof said['step'] === 'string') onStep(said['step'], stepOf(said, requestId, began))
    if ('end' in said) isWhole = true
  }
  if (isWhole) return run
  throw new Refused({ message: 'The run was broken off.', code: 'UNREACHABLE', status: 0 })
}

function stepOf(
  { answer, variables }: Readonly<Record<string, unknown>>,
  requestId: string | null,
  began: number,
): AnsweredStep {
  const text = JSON.stringify(answer)
  return {
    answer: answerOf(text, requestId ?? undefined, performance.now() - began),
    variables: isRecord(variables) ? variables : {},
  }
}

/** Lines as they come; a connection that breaks ends them. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }))
    if (done) break
    const parts = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    yield* parts.filter((line) => line !== '')
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
