import { type ApolloServer, HeaderMap } from '@apollo/server'
import type { Logger } from 'pino'
import { CodedError } from '../schema/errors.ts'
import type { OnceAsked } from './ask-once.ts'
import type { GatewayContext, RequestState } from './context.ts'
import { maskError } from './errors.ts'

const headers = [['content-type', 'application/json']] as const

/**
 * Asks for a request that has arrived the whole way, through the same Apollo Server as `/graphql`; answers the text that
 * `/graphql` would. The state is done with afterwards. Never throws.
 */
export async function askWhole(
  apollo: ApolloServer<GatewayContext>,
  state: RequestState,
  { query, operationName, variables }: OnceAsked,
  log: Logger,
): Promise<string> {
  // Read as from HTTP, where nothing is undefined.
  const question = { query, variables, ...(operationName === undefined ? {} : { operationName }) }
  try {
    const { body } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: new HeaderMap(headers),
        search: '',
        body: question,
      },
      context: async () => ({ state }),
    })
    if (state.answered && body.kind === 'complete')
      return body.string === '' ? (state.answer?.body?.toString() ?? '') : body.string
  } catch (error) {
    log.error({ requestId: state.id, err: error }, 'the gateway failed')
  } finally {
    state.deadline.close()
    state.lease.release()
    state.telemetry?.end()
  }
  const failed = maskError(new CodedError('INTERNAL_SERVER_ERROR'))
  await state.trail?.answered(state, { status: 500, errors: [failed] }).catch(() => undefined)
  return JSON.stringify({ errors: [failed], extensions: { requestId: state.id } })
}
