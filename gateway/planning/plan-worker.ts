import { parentPort } from 'node:worker_threads'
import { parse } from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import type { PlanReply, PlanRequest } from './plan-messages.ts'
import { type Planner, openPlanner } from './planner.ts'

// Runs in the planning thread (planning-lane.ts).
const planners = new Map<number, Planner>()

async function replyTo(request: PlanRequest): Promise<PlanReply | undefined> {
  switch (request.kind) {
    case 'open':
      planners.set(request.planner, openPlanner(request.supergraph))
      return {}
    case 'close':
      planners.delete(request.planner)
      return undefined
    case 'plan': {
      const planner = planners.get(request.planner)
      if (planner === undefined) throw new Error('expected a planner that is open')
      const { text, operationName } = request.operation
      const document = parse(text, { noLocation: true })
      return { plan: JSON.stringify(await planner.plan(document, operationName)) }
    }
    default:
      return request satisfies never
  }
}

const port = parentPort
if (port === null) throw new Error('expected to run in a thread')
port.on('message', (request: PlanRequest) => {
  void replyTo(request)
    .catch((error: unknown): PlanReply => {
      if (error instanceof CodedError) return { refusal: error.message }
      return { failure: error instanceof Error ? error.message : String(error) }
    })
    .then((reply) => reply && port.postMessage(reply))
})
