import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway'
import { printedSchema } from '../../schema/printed-schema.ts'

/** What ApolloGateway makes of a supergraph. */
export interface LoadedSupergraph {
  /** SDL of what clients may query. */
  readonly api: string
  readonly ministries: readonly LoadedMinistry[]
}

export interface LoadedMinistry {
  readonly name: string
  /** As the supergraph says. */
  readonly url: string | undefined
}

/**
 * Loads a supergraph, whose links must not be marked `for: SECURITY`, in ApolloGateway: it is validated, and its API
 * schema is made. Throws an Error that says what is wrong with it.
 */
export async function loadSupergraph(supergraphSdl: string): Promise<LoadedSupergraph> {
  const ministries: LoadedMinistry[] = []
  // Read when the class is constructed: reports to its vendor every hour unless this is set.
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true'
  const gateway = new ApolloGateway({
    supergraphSdl,
    validateSupergraph: true,
    debug: false,
    __exposeQueryPlanExperimental: false,
    logger: silent,
    buildService: ({ name, url }) => {
      ministries.push({ name, url })
      return neverAsked
    },
  })
  const { schema } = await gateway.load()
  await gateway.stop()
  return { api: printedSchema(schema), ministries }
}

// The class loads supergraphs here; requests are executed by gateway/execution.
const neverAsked: GraphQLDataSource = {
  process() {
    throw new Error('expected requests to be executed by the compiled plan')
  },
}

// The class logs what the lifecycle already says.
const silent = { debug() {}, info() {}, warn() {}, error() {} }
