import { Supergraph, operationFromDocument } from '@apollo/federation-internals'
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner'
import { type DocumentNode, type GraphQLSchema, parse, print } from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import { byObjectTypes } from './by-object-types.ts'
import { nameRequired } from './required-names.ts'
import { splitGraphs } from './split-graphs.ts'
import { wholePlan } from './whole-plan.ts'

/** Turns operations into plans: which ministry is asked what, in which order. */
export interface Planner {
  /**
   * The plan of one operation of a document that was validated against the API schema. Fails with
   * GRAPHQL_VALIDATION_FAILED where none is found.
   */
  plan(document: DocumentNode, operationName: string | undefined): Promise<QueryPlan>
  close(): Promise<void>
}

/**
 * Opens the planner of one supergraph, whose links must not be marked `for: SECURITY`. Throws when the
 * supergraph cannot be read. What Apollo's planner plans wrong (requirements with arguments and in chains) is
 * planned on a supergraph that says the same in other words; what it has no plan for (fragments on interfaces that
 * meet `@interfaceObject`), as an operation that asks the same in other words.
 */
export function openPlanner(supergraphSdl: string): Planner {
  const { supergraph, fields } = nameRequired(parse(supergraphSdl, { noLocation: true }))
  const split = splitGraphs(supergraph)
  const isSame = fields.size === 0 && split.ministries.size === 0
  const built = Supergraph.build(isSame ? supergraphSdl : print(split.supergraph), {
    validateSupergraph: false,
  })
  const schema = built.apiSchema()
  const planner = new QueryPlanner(built)
  let executable: GraphQLSchema | undefined

  const planned = (document: DocumentNode, operationName: string | undefined): QueryPlan => {
    const named = operationName === undefined ? {} : { operationName }
    return planner.buildQueryPlan(
      operationFromDocument(schema, document, { ...named, validate: false }),
    )
  }

  const plannedAgain = (document: DocumentNode, operationName: string | undefined): QueryPlan => {
    executable ??= schema.toGraphQLJSSchema()
    try {
      return planned(byObjectTypes(executable, document), operationName)
    } catch {
      throw new CodedError(
        'GRAPHQL_VALIDATION_FAILED',
        'No plan is known for this operation: ask for its parts in operations of their own.',
      )
    }
  }

  return {
    async plan(document, operationName) {
      let plan: QueryPlan
      try {
        plan = planned(document, operationName)
      } catch {
        plan = plannedAgain(document, operationName)
      }
      return isSame ? plan : wholePlan(plan, { fields, ministries: split.ministries })
    },
    async close() {},
  }
}
