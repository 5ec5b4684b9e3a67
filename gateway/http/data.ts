import type { ApolloServer } from '@apollo/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { askOnce } from '../ask-once.ts'
import type { GatewayContext } from '../context.ts'
import { dataAnswer } from '../data/data-answer.ts'
import { dataQuestion } from '../data/data-question.ts'
import type { ArriveAddressed } from '../pipeline.ts'
import { dataRoute } from './data-path.ts'

/**
 * `GET` and `POST /data/:name`: the registered document of that name of the caller's application, asked with parameters and
 * answered as JSON or CSV. A request for data like any other: it goes the whole way of one (pipeline.ts). Refusals are
 * problem details.
 */
export function serveData(
  app: FastifyInstance,
  apollo: ApolloServer<GatewayContext>,
  arrive: ArriveAddressed,
): void {
  app.route({
    method: ['GET', 'POST'],
    url: dataRoute,
    async handler(request: FastifyRequest, reply): Promise<FastifyReply> {
      const { name } = request.params as { name: string }
      const addressed = { name, text: '' }
      const arrived = await arrive(request, reply, addressed)
      const question = await dataQuestion(arrived, addressed, request).catch((error: unknown) => {
        arrived.deadline.close()
        arrived.lease.release()
        arrived.telemetry?.end()
        throw error
      })
      const { state, variables } = question
      const response = await askOnce(apollo, state, { query: addressed.text, variables })
      const { status, headers, body } = await dataAnswer(response, question)
      return await reply.code(status).headers(headers).send(body)
    },
  })
}
