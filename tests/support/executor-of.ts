import { Supergraph } from '@apollo/federation-internals'
import { type GraphQLError, type GraphQLFormattedError, parse } from 'graphql'
import { wholeMasks } from '../../auth/mask.ts'
import { openExecutor } from '../../gateway/execution/executor.ts'
import { checkedReply } from '../../gateway/execution/ministry-answer.ts'
import { passed, unavailable } from '../../gateway/execution/ministry-report.ts'
import { type Planner, openPlanner } from '../../gateway/planning/planner.ts'
import { withoutSecurityLinks } from '../../gateway/supergraph/security-links.ts'

/** A request to a ministry, as it would go over HTTP. */
export interface MinistryRequest {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** Characters of an answer, at most; a lot for a test. */
const maxLength = 1_000_000

/** Answers as a ministry does, in its JSON. */
export type RequestMinistry = (ministry: string, request: MinistryRequest) => Promise<unknown>

export interface InProcessAnswer {
  readonly data: unknown
  readonly errors: readonly GraphQLFormattedError[]
}

export type AskInProcess = (
  query: string,
  asked?: {
    readonly variables?: Readonly<Record<string, unknown>>
    readonly operationName?: string
  },
) => Promise<InProcessAnswer>

/** The gateway's executor on a supergraph, in this process; ministries are asked by a function. */
export function executorOf(
  supergraphSdl: string,
  requestMinistry: RequestMinistry,
  plannerOf: (servableSdl: string) => Planner = openPlanner,
): AskInProcess {
  const supergraph = parse(supergraphSdl)
  const servable = withoutSecurityLinks(supergraphSdl, supergraph)
  const schema = Supergraph.build(servable).apiSchema().toGraphQLJSSchema()
  const planner = plannerOf(servable)
  const { execute } = openExecutor({ schema, supergraph, planner, maxLength })
  const documents = new Map<string, ReturnType<typeof parse>>()
  return async (query, { variables = {}, operationName } = {}) => {
    const document = documents.get(query) ?? parse(query)
    documents.set(query, document)
    const { data, errors } = await execute({
      document,
      operationName,
      variables,
      masks: wholeMasks,
      ask: async ({ ministry, body, entities }) => {
        try {
          const given = await requestMinistry(ministry, JSON.parse(body) as MinistryRequest)
          // What comes over HTTP shares no object with the ministry's own.
          const reply = checkedReply(JSON.parse(JSON.stringify(given)), entities)
          return { ...reply, errors: reply.errors.map((report) => passed(report, ministry)) }
        } catch {
          throw unavailable('MINISTRY_UNAVAILABLE', ministry)
        }
      },
    })
    const answered: unknown = JSON.parse(String(data))
    return { data: answered, errors: errors.map((error: GraphQLError) => error.toJSON()) }
  }
}
