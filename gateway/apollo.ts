import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import type { Logger } from 'pino'
import type { GatewayContext } from './context.ts'
import { maskError } from './errors.ts'
import { stringifyResult } from './execution/answer-text.ts'
import { stages } from './pipeline.ts'
import { apolloGateway } from './supergraph/apollo-gateway.ts'
import type { Lifecycle } from './supergraph/lifecycle.ts'

/**
 * Opens Apollo Server with everything off that this gateway does itself or not at all: parsing and
 * validation (pipeline.ts), introspection, persisted queries, batches, reports to its vendor.
 */
export async function openApollo(
  lifecycle: Lifecycle,
  log: Logger,
): Promise<ApolloServer<GatewayContext>> {
  const apollo = new ApolloServer<GatewayContext>({
    gateway: apolloGateway(lifecycle),
    documentStore: null,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    introspection: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    stringifyResult,
    formatError: (_formatted, error) => maskError(error),
    logger: {
      debug: (message?: unknown) => log.debug(String(message)),
      info: (message?: unknown) => log.info(String(message)),
      warn: (message?: unknown) => log.warn(String(message)),
      error: (message?: unknown) => log.error(String(message)),
    },
    plugins: [
      stages(log),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  })
  await apollo.start()
  return apollo
}
