import type { GraphQLFieldResolver } from 'graphql'
import type { RequestContext } from '../request-context.ts'

/** Arguments of a field, as graphql-js coerced them. */
export type Arguments = Readonly<Record<string, unknown>>

export type Resolver = GraphQLFieldResolver<unknown, RequestContext, Arguments>
