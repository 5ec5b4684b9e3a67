import { buildSubgraphSchema } from '@apollo/subgraph'
import { addResolversToSchema } from '@graphql-tools/schema'
import { parse, type GraphQLSchema } from 'graphql'
import { type ClassTable, classesOf } from '../../auth/class-table.ts'
import { requirementsOf } from '../../auth/requirement-table.ts'
import { shieldSubgraph } from '../../auth/shield-subgraph.ts'
import { expand } from '../../schema/expand/expand.ts'
import type { Model } from '../../schema/model/model.ts'
import type { RequestContext } from './request-context.ts'
import { resolversOf } from './resolvers.ts'

export interface Executable {
  readonly schema: GraphQLSchema
  /** The classes of personal data that its fields touch. */
  readonly classes: ClassTable
}

/** A ministry's executable schema: the published SDL, resolvers from the model, every field guarded. */
export function executable(model: Model): Executable {
  const typeDefs = parse(expand(model))
  const { references, fields } = resolversOf(model)
  const schema = addResolversToSchema({
    schema: buildSubgraphSchema({
      typeDefs, // Apollo's type has no name for a map of reference resolvers alone.
      resolvers: references as never,
    }),
    resolvers: fields,
    resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
  })
  const classes = classesOf(typeDefs)
  const guarded = shieldSubgraph<RequestContext>({
    schema,
    table: requirementsOf(typeDefs),
    classes,
    grantsOf: (context) => context.grants,
    purposeOf: (context) => context.purpose,
  })
  return { schema: guarded, classes }
}
