import { parse } from 'graphql'
import { wholeMasks } from '../../../auth/mask.ts'
import { openExecutor } from '../../../gateway/execution/executor.ts'
import { type MinistryReply, checkedReply } from '../../../gateway/execution/ministry-answer.ts'
import { passed, unavailable } from '../../../gateway/execution/ministry-report.ts'
import { directFirst } from '../../../gateway/planning/direct-first.ts'
import { type Planner, openPlanner } from '../../../gateway/planning/planner.ts'
import type { Answer, Executor, SubgraphRequest } from './executor.ts'
import type { Federation } from './federation.ts'
import { Outage } from './outages.ts'

/** This gateway's execution over subgraphs in process, by any planner. */
export async function openOurs(
  { supergraphSdl, api }: Pick<Federation, 'supergraphSdl' | 'api'>,
  planner: Planner = directFirst(parse(supergraphSdl), openPlanner(supergraphSdl)),
): Promise<Executor> {
  const { execute } = openExecutor({
    schema: api,
    supergraph: parse(supergraphSdl),
    planner,
    maxLength: Number.POSITIVE_INFINITY,
  })
  return {
    async execute({ document, variables }, ask) {
      const { data, errors } = await execute({
        document,
        operationName: undefined,
        variables,
        masks: wholeMasks,
        ask: async ({ ministry, body, entities }) => {
          const answer = await ask(ministry, JSON.parse(body) as SubgraphRequest).catch(gone)
          const reply = replyOf(answer, entities)
          if (reply === undefined) throw unavailable('MINISTRY_UNAVAILABLE', ministry)
          const reports = reply.errors.map((report) => passed(report, ministry))
          return { data: reply.data, errors: reports }
        },
      })
      return {
        data: JSON.parse(String(data)) as Answer['data'],
        errors: errors.map(({ message, path }) => ({ message, path })),
      }
    },
    close: () => planner.close(),
  }
}

function gone(error: unknown): undefined {
  if (!(error instanceof Outage)) throw error
}

/** Undefined for nonsense, as gateway/execution/ask-ministry.ts has it. */
function replyOf(answer: unknown, entities: number | undefined): MinistryReply | undefined {
  try {
    return checkedReply(answer, entities)
  } catch {
    return undefined
  }
}
