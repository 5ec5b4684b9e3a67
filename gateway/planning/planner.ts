import { Supergraph, operationFromDocument } from '@apollo/federation-internals'
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner'
import type { DocumentNode } from 'graphql'

/** Turns operations into plans: which ministry is asked what, in which order. */
export interface Planner {
  /** The plan of one operation of a document that was validated against the API schema. */
  plan(document: DocumentNode, operationName: string | undefined): Promise<QueryPlan>
  close(): Promise<void>
}

/**
 * Opens the planner of one supergraph, whose links must not be marked `for: SECURITY`. Throws when the
 * supergraph cannot be read.
 */
export function openPlanner(supergraphSdl: string): Planner {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: false })
  const schema = supergraph.apiSchema()
  const planner = new QueryPlanner(supergraph)
  return {
    async plan(document, operationName) {
      const named = operationName === undefined ? {} : { operationName }
      const operation = operationFromDocument(schema, document, { ...named, validate: false })
      return planner.buildQueryPlan(operation)
    },
    async close() {},
  }
}
