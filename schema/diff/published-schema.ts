import { Supergraph } from '@apollo/federation-internals'
import { buildSchema, type GraphQLSchema, Kind, parse } from 'graphql'
import { LRUCache } from 'lru-cache'

/** A release is compared with the one before, and then the next one with it. */
const recent = new LRUCache<string, GraphQLSchema>({ max: 4 })

/** The schema that a supergraph shows to clients; of plain SDL the schema itself. Throws when it is neither. */
export function publishedSchema(sdl: string): GraphQLSchema {
  const known = recent.get(sdl)
  if (known !== undefined) return known
  const schema = read(sdl)
  recent.set(sdl, schema)
  return schema
}

/** Remembers the schema of a supergraph that was read for another reason. */
export function rememberPublished(sdl: string, schema: GraphQLSchema): void {
  recent.set(sdl, schema)
}

function read(sdl: string): GraphQLSchema {
  const { definitions } = parse(sdl, { noLocation: true })
  const isSupergraph = definitions.some(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph',
  )
  if (!isSupergraph) return buildSchema(sdl)
  // Links for SECURITY are nothing that a comparison enforces.
  const options = { supportedFeatures: null, validateSupergraph: false }
  return Supergraph.build(sdl, options).apiSchema().toGraphQLJSSchema()
}
