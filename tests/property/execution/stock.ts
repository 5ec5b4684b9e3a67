import { ApolloGateway } from '@apollo/gateway'
import { print } from 'graphql'
import type { Answer, AnswerError, Ask, Executor } from './executor.ts'

/** Apollo's own gateway over subgraphs in process. */
export async function openStock(supergraphSdl: string): Promise<Executor> {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true'
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: silent,
    __exposeQueryPlanExperimental: false,
    buildService: ({ name }) => ({
      async process({ request, context }) {
        const { query = '', variables = {} } = request
        const answer = await (context as { ask: Ask }).ask(name, { query, variables })
        return {
          data: answer.data,
          ...(answer.errors.length > 0 ? { errors: answer.errors } : {}),
        } as never
      },
    }),
  })
  const { executor, schema } = await gateway.load()
  return {
    async execute({ document, variables }, ask) {
      const text = print(document)
      const result = await executor({
        document,
        request: { query: text, variables },
        queryHash: text,
        source: text,
        operationName: null,
        context: { ask },
        schema,
        logger: silent,
        metrics: {},
        overallCachePolicy: {},
      } as never)
      const late = (result.extensions?.['valueCompletion'] ?? []) as readonly AnswerError[]
      return {
        data: (result.data ?? null) as Answer['data'],
        errors: [...(result.errors ?? []), ...late].map(({ message, path }) => ({ message, path })),
      }
    },
    close: () => gateway.stop(),
  }
}
