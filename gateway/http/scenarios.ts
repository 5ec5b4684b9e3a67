import { Readable } from 'node:stream'
import type { ApolloServer } from '@apollo/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { bearer } from '../../auth/bearer.ts'
import type { Caller } from '../../auth/caller.ts'
import { purposeTable } from '../../auth/purpose-table.ts'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import { CodedError } from '../../schema/errors.ts'
import { askWhole } from '../ask-whole.ts'
import type { ScenarioRuns } from '../audit/scenario-runs.ts'
import type { GatewayContext } from '../context.ts'
import { loggedCaller } from '../logged-caller.ts'
import type { ArriveStep } from '../pipeline.ts'
import { purposeAsked } from '../purpose-asked.ts'
import { refusedRun } from '../scenarios/may-run.ts'
import { type AnsweredStep, type ReadyStep, runSteps } from '../scenarios/run-steps.ts'
import type { Scenario, ScenarioMark } from '../scenarios/scenario.ts'
import { runShape, sampleValues, variablesOf } from '../scenarios/scenario-values.ts'
import type { Lifecycle } from '../supergraph/lifecycle.ts'
import { placeOf } from './admission.ts'
import { refusal } from './refusal.ts'
import { shaped } from './registry-body.ts'

export interface ScenarioRoutes {
  readonly scenarios: readonly Scenario[]
  readonly runs: ScenarioRuns
  readonly lifecycle: Lifecycle
  readonly apollo: ApolloServer<GatewayContext>
  readonly arrive: ArriveStep
  /** Counts what a caller takes; each step counts itself. */
  readonly verifyCaller: VerifyCaller
  readonly log: Logger
}

const root = '/scenarios-api/scenarios'
/** Where a scenario is run, as it is registered. */
export const runRoute = `${root}/:code/runs`

/** `GET /scenarios-api/scenarios` and `POST …/:code/runs`: scenarios for emergencies (docs/scenarios.md). For every verified caller. */
export function serveScenarios(app: FastifyInstance, routes: ScenarioRoutes): void {
  const { scenarios, lifecycle, verifyCaller } = routes
  const callerOf = async ({ raw }: FastifyRequest): Promise<Caller> =>
    await verifyCaller(bearer(raw.headersDistinct['authorization']), new Date())

  app.get(root, async (request, reply) => {
    const caller = await callerOf(request)
    const now = new Date()
    const lease = lifecycle.lease()
    try {
      const listed = scenarios.map(async (scenario) => {
        const values = sampleValues(scenario, now)
        const refused = await refusedRun(lease.generation, caller, { scenario, values, now })
        return { ...shown(scenario), may: { run: refused === undefined } }
      })
      void reply.header('cache-control', 'no-store')
      return await reply.send({ scenarios: await Promise.all(listed) })
    } finally {
      lease.release()
    }
  })
  app.post(runRoute, async (request, reply) => {
    const caller = await callerOf(request)
    const { code } = request.params as { code: string }
    const scenario = scenarios.find((one) => one.code === code)
    if (scenario === undefined) throw refusal(404, 'There is no such scenario.')
    expectOwnPurpose(caller, request, scenario)
    const { parameters, reason } = shaped(runShape(scenario), request.body, 'Run')
    const now = new Date()
    await expectAllowed(routes, { caller, request, scenario, values: parameters, now })
    const { version, purpose } = scenario
    const begun = await routes.runs.begin(caller, { code, version, purpose, reason, parameters })
    const { run, at, statement } = begun
    const mark = { code, version, run, statement }
    const steps = scenario.steps.map((step) => ({
      ...step,
      variables: variablesOf(step, parameters, now),
    }))
    const ask = asking(routes, { request, purpose, mark })
    const first = { run: { id: run, at, code, version, purpose, steps: steps.length } }
    const failed = ({ id: step }: ReadyStep, error: unknown): void =>
      routes.log.error({ requestId: request.id, run, step, err: error }, 'the gateway failed')
    const worked = placeOf(request)?.worked
    return await sendLines(reply, first, async function* asked(signal) {
      try {
        yield* runSteps(steps, ask(signal), signal, failed)
      } finally {
        // Not when the last line is read: who reads slowly keeps nobody waiting.
        worked?.()
      }
    })
  })
}

/** A header may name the scenario's purpose, and no other. */
function expectOwnPurpose(
  caller: Caller,
  { headers }: FastifyRequest,
  { purpose }: Scenario,
): void {
  const header = headers['x-purpose']
  const named = header === undefined ? undefined : purposeAsked(caller, header)
  if (named instanceof CodedError) throw named
  if (named !== undefined && named.id !== purpose)
    throw refusal(400, `The scenario runs under ${purpose}; expected no other purpose.`)
}

interface Wanted {
  readonly caller: Caller
  readonly request: FastifyRequest
  readonly scenario: Scenario
  readonly values: Parameters<typeof refusedRun>[2]['values']
  readonly now: Date
}

/** Who may not run all of it runs none of it. Fails with PURPOSE_REQUIRED or FORBIDDEN, and the log says who tried. */
async function expectAllowed(
  { lifecycle, log }: ScenarioRoutes,
  { caller, request, scenario, values, now }: Wanted,
): Promise<void> {
  const lease = lifecycle.lease()
  try {
    const refused = await refusedRun(lease.generation, caller, { scenario, values, now })
    if (refused === undefined) return
    const { code } = scenario
    log.warn(
      { requestId: request.id, caller: loggedCaller(caller.id), scenario: code },
      'scenario: refused',
    )
    throw refused
  } finally {
    lease.release()
  }
}

interface Asking {
  readonly request: FastifyRequest
  readonly purpose: string
  readonly mark: ScenarioMark
}

/** Each step as a request of the caller's own, with all that a request goes through (pipeline.ts). */
function asking({ apollo, arrive, log }: ScenarioRoutes, { request, purpose, mark }: Asking) {
  return (signal: AbortSignal) =>
    async (step: ReadyStep): Promise<string> => {
      const under = step.statistics === true ? undefined : purpose
      const state = await arrive(request, { purpose: under, scenario: mark })
      const abandon = (): void => state.deadline.abandon()
      signal.addEventListener('abort', abandon, { once: true })
      if (signal.aborted) abandon()
      try {
        const asked = { query: step.document, variables: step.variables }
        return await askWhole(apollo, state, asked, log)
      } finally {
        signal.removeEventListener('abort', abandon)
      }
    }
}

/** Lines of JSON as they come: the run, an answer for each step, and an end, without which it is not whole. */
async function sendLines(
  reply: FastifyReply,
  first: unknown,
  steps: (signal: AbortSignal) => AsyncIterable<AnsweredStep>,
): Promise<FastifyReply> {
  const leaving = new AbortController()
  reply.raw.once('close', () => leaving.abort())
  async function* lines(): AsyncGenerator<string> {
    yield `${JSON.stringify(first)}\n`
    let answered = 0
    for await (const { id, variables, answer } of steps(leaving.signal)) {
      answered++
      const head = JSON.stringify({ step: id, variables })
      yield `${head.slice(0, -1)},"answer":${answer.trim()}}\n`
    }
    yield `${JSON.stringify({ end: { answered } })}\n`
  }
  return await reply
    .header('cache-control', 'no-store')
    // A proxy that gathers answers would hold back every step.
    .header('x-accel-buffering', 'no')
    .type('application/x-ndjson; charset=utf-8')
    .send(Readable.from(lines()))
}

/** What everybody may know of a scenario: what it asks, and under which purpose. */
function shown({ purpose: id, steps, ...scenario }: Scenario) {
  const purpose = purposeTable.get(id)
  return {
    ...scenario,
    purpose: purpose && {
      id,
      title: purpose.title,
      basis: purpose.basis,
      reference: purpose.reference,
      visible: purpose.visible,
    },
    steps: steps.map(({ id: step, title, document, chart, statistics = false }) => ({
      id: step,
      title,
      document,
      chart,
      statistics,
    })),
  }
}
