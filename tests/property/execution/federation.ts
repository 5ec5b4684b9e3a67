import { composeServices } from '@apollo/composition'
import { Supergraph } from '@apollo/federation-internals'
import { type GraphQLSchema, parse } from 'graphql'
import { buildModel } from './build-model.ts'
import type { Genes } from './genes.ts'
import type { Model } from './model.ts'
import { subgraphSdl } from './subgraph-sdl.ts'
import { type World, openWorld } from './world.ts'

/** A federation that composed: what is published, and the data behind it. */
export interface Federation {
  readonly model: Model
  /** By subgraph. */
  readonly sdls: ReadonlyMap<string, string>
  readonly supergraphSdl: string
  /** What clients may query. */
  readonly api: GraphQLSchema
  readonly world: World
}

/** The federation that the genes make; undefined where Federation 2 does not allow it. */
export function federationOf(genes: Genes): Federation | undefined {
  const model = buildModel(genes)
  const sdls = new Map(model.subgraphs.map((name) => [name, subgraphSdl(model, name)]))
  const { supergraphSdl } = composeServices(
    Array.from(sdls, ([name, sdl]) => ({
      name,
      url: `http://${name}.invalid`,
      typeDefs: parse(sdl),
    })),
  )
  if (supergraphSdl === undefined) return undefined
  const api = Supergraph.build(supergraphSdl, { validateSupergraph: false })
    .apiSchema()
    .toGraphQLJSSchema()
  return { model, sdls, supergraphSdl, api, world: openWorld(model, sdls, api) }
}
