import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { type GraphQLFieldResolver, parse } from 'graphql'
import { createHandler } from 'graphql-http/lib/use/http'

export type Resolvers = Record<
  string,
  Record<string, GraphQLFieldResolver<Record<string, unknown>, unknown>>
>

/** What a ministry does with a request instead of answering it; false = answer it after all. */
export type Misbehaviour = (request: IncomingMessage, response: ServerResponse) => boolean

export interface TestMinistry extends AsyncDisposable {
  readonly name: string
  readonly sdl: string
  readonly url: string
  /** Headers of each request that came, in order. */
  readonly requests: Record<string, unknown>[]
  misbehave: Misbehaviour | undefined
  /** Further `extensions` of each answer. */
  report: () => Readonly<Record<string, unknown>>
  /** Closes the listener and every connection, as a machine that goes down. */
  stop(): Promise<void>
}

export interface MinistryPlan {
  readonly name: string
  readonly sdl: string
  readonly resolvers: Resolvers
}

/** A small ministry over real HTTP: a federation subgraph without a database. */
export async function startMinistry({ name, sdl, resolvers }: MinistryPlan): Promise<TestMinistry> {
  const schema = buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers,
  })
  const answer = createHandler({
    schema,
    onOperation: (_request, _args, result) => ({
      ...(result as { data?: Record<string, unknown> }),
      extensions: {
        provenance: { asOf: '2026-11-01T00:00:00Z', rows: 3, statements: 1 },
        ...ministry.report(),
      },
    }),
  })
  const requests: Record<string, unknown>[] = []
  const server: Server = createServer((request, response) => {
    requests.push({ ...request.headers })
    if (ministry.misbehave?.(request, response)) return
    void answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  const ministry: TestMinistry = {
    name,
    sdl,
    url: `http://127.0.0.1:${port}/graphql`,
    requests,
    misbehave: undefined,
    report: () => ({}),
    stop,
    [Symbol.asyncDispose]: stop,
  }
  return ministry
}
