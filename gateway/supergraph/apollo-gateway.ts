import type { ApolloServerOptionsWithGateway } from '@apollo/server'
import type { GatewayContext } from '../context.ts'
import { answerText } from '../execution/answer-text.ts'
import { staged } from '../telemetry/request-telemetry.ts'
import type { Lifecycle } from './lifecycle.ts'

type GatewayInterface = ApolloServerOptionsWithGateway<GatewayContext>['gateway']

/**
 * The gateway as Apollo Server knows one. It executes each request on the generation that the request
 * leased, whatever generation came since; so a request is judged and executed by the same one. Apollo
 * Server's own copy of the schema is never looked at.
 */
export function apolloGateway(lifecycle: Lifecycle): GatewayInterface {
  let onSchema: Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0] | undefined
  return {
    onSchemaLoadOrUpdate(callback) {
      onSchema = callback
      return () => {
        onSchema = undefined
      }
    },
    async load() {
      const lease = lifecycle.lease()
      const { schema, supergraph } = lease.generation
      onSchema?.({ apiSchema: schema, coreSupergraphSdl: supergraph })
      lease.release()
      return {
        executor: async (requestContext) => {
          const { state } = requestContext.context as GatewayContext
          const { document, request } = requestContext
          const { data, errors, objects } = await staged(state.telemetry, 'execute', () =>
            state.lease.generation.execute(state, {
              document,
              operationName: request.operationName,
              variables: request.variables ?? {},
            }),
          )
          state.answer = answerText(data)
          state.objects = objects
          // Apollo Server passes `data` on as it is, up to stringifyResult.
          const result = { data: state.answer as unknown as Record<string, unknown> }
          return errors.length === 0 ? result : { ...result, errors }
        },
      }
    },
    async stop() {},
  }
}
