import type { ApolloServer } from '@apollo/server'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { GatewayContext, RequestState } from '../context.ts'
import { CodedError } from '../../schema/errors.ts'
import { maskError } from '../errors.ts'
import type { Arrive } from '../pipeline.ts'

/** GraphQL under a path, by POST and GET. */
export function serveGraphql(
  app: FastifyInstance,
  path: string,
  apollo: ApolloServer<GatewayContext>,
  arrive: Arrive,
): void {
  const states = new WeakMap<FastifyRequest, RequestState>()
  const handle = fastifyApolloHandler(apollo, {
    context: async (request, reply) => {
      const state = await arrive(request, reply)
      states.set(request, state)
      return { state }
    },
  })
  app.route({
    method: ['GET', 'POST'],
    url: path,
    async handler(request, reply) {
      try {
        const answer: unknown = await handle.call(this, request, reply)
        const state = states.get(request)
        if (state?.answered) return answer === '' ? state.answer?.body : answer
        // Failed on the way: what was recorded as asked gets its outcome.
        await state?.trail?.answered(state, { status: reply.statusCode, errors: [unfinished] })
        return withRequestId(answer, request.id)
      } finally {
        const state = states.get(request)
        state?.deadline.close()
        state?.lease.release()
        state?.telemetry?.end()
      }
    },
  })
}

const unfinished = maskError(new CodedError('INTERNAL_SERVER_ERROR'))

/** Refusals before the message was read as GraphQL have no `extensions` yet. */
function withRequestId(answer: unknown, requestId: string): unknown {
  if (typeof answer !== 'string') return answer
  const refusal = JSON.parse(answer) as Record<string, unknown>
  return JSON.stringify({ ...refusal, extensions: { requestId } })
}
