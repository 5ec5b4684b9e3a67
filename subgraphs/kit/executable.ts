import { buildSubgraphSchema } from '@apollo/subgraph'
import { addResolversToSchema } from '@graphql-tools/schema'
import { parse, type GraphQLSchema } from 'graphql'
import { type ClassTable, classesOf } from '../../auth/class-table.ts'
import { requirementsOf } from '../../auth/requirement-table.ts'
import { shieldSubgraph } from '../../auth/shield-subgraph.ts'
import { expand } from '../../schema/expand/expand.ts'
import type { Model } from '../../schema/model/model.ts'
import type { OwnResolvers } from './ministry.ts'
import type { RequestContext } from './request-context.ts'
import { resolversOf } from './resolvers.ts'

export interface Executable {
  readonly schema: GraphQLSchema
  /** The classes of personal data that its fields touch. */
  readonly classes: ClassTable
}

/** A ministry's executable schema: the published SDL, resolvers from the model, every field guarded. */
export function executable(model: Model, own: OwnResolvers = {}): Executable {
  expectAnswers(model, own)
  const typeDefs = parse(expand(model))
  const { references, fields } = resolversOf(model)
  const modelled = addResolversToSchema({
    schema: buildSubgraphSchema({
      typeDefs, // Apollo's type has no name for a map of reference resolvers alone.
      resolvers: references as never,
    }),
    resolvers: fields,
    resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
  })
  const schema = addResolversToSchema({ schema: modelled, resolvers: { ...own } })
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

/** Whatever the schema says is answered in code has its code, and no other field has any. */
function expectAnswers({ ministry, resolved }: Model, own: OwnResolvers): void {
  const answered = Object.entries(own).flatMap(([type, fields]) =>
    Object.keys(fields).map((field) => `${type}.${field}`),
  )
  const missing = [...resolved].filter((coordinate) => !answered.includes(coordinate))
  const extra = answered.filter((coordinate) => !resolved.has(coordinate))
  if (missing.length + extra.length > 0)
    throw new Error(
      `${ministry}: expected resolvers of the fields with @resolved; ` +
        `missing: ${missing.join(', ') || 'none'}; not in the schema: ${extra.join(', ') || 'none'}`,
    )
}
