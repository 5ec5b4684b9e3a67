import { composeServices } from '@apollo/composition'
import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql'
import { fieldsOf } from '../auth/fields-of.ts'
import { requirementsOf } from '../auth/requirement-table.ts'
import { compositionProblem } from './check/composition-problem.ts'
import type { SubgraphText } from './check/place-of.ts'
import { expand } from './expand/expand.ts'
import { hasDirective } from './model/directive-arguments.ts'
import type { Model } from './model/model.ts'
import type { Problem } from './problem.ts'
import { underclassed } from './required-classes.ts'

export type Composable = {
  /** Where the ministry answers unless a setting says otherwise. */
  readonly url: string
} & (
  | { readonly model: Model }
  /** A subgraph that is served by other means than the kit: Federation 2 SDL as it is. */
  | { readonly plain: SubgraphText }
)

export type Composition =
  | {
      readonly ok: true
      readonly supergraphSdl: string
      /** What clients see of it. */
      readonly api: GraphQLSchema
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Composes ministries into one Federation 2 supergraph. What does not fit together comes back as problems; so
 * does any field of the result that no access rule covers, since nobody could ever read it, and any field of
 * a personal record whose class of data nobody names, whichever ministry adds it.
 */
export function compose(ministries: readonly Composable[]): Composition {
  const texts = ministries.map(textOf)
  const result = composeServices(
    ministries.map((ministry, i) => ({
      name: texts[i]?.name ?? '',
      url: ministry.url,
      typeDefs: 'model' in ministry ? parse(expand(ministry.model)) : ministry.plain.document,
    })),
  )
  if (result.errors !== undefined)
    return { ok: false, problems: result.errors.map((error) => compositionProblem(error, texts)) }
  const api = result.schema.toAPISchema().toGraphQLJSSchema()
  const supergraph = parse(result.supergraphSdl)
  const problems = [
    ...uncovered(api, supergraph),
    ...unclassified(supergraph),
    ...underclassed(supergraph),
  ]
  return problems.length === 0
    ? { ok: true, supergraphSdl: result.supergraphSdl, api }
    : { ok: false, problems }
}

/** What the ministry wrote. */
export function textOf(ministry: Composable): SubgraphText {
  if ('plain' in ministry) return ministry.plain
  const { ministry: name, file, document } = ministry.model
  return { name, file, document }
}

function unclassified(supergraph: DocumentNode): readonly Problem[] {
  const types = supergraph.definitions.filter(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value !== 'Query',
  ) as readonly ObjectTypeDefinitionNode[]
  return types.flatMap(({ name, fields = [] }) => {
    const missing = fields.filter((field) => !hasDirective(field, 'classified'))
    // A type without a single class holds no records of persons.
    if (missing.length === fields.length) return []
    return missing.map((field) => ({
      code: 'CLASS_MISSING',
      message: 'expected @classified, as on the other fields of this record',
      coordinate: `${name.value}.${field.name.value}`,
    }))
  })
}

function uncovered(api: GraphQLSchema, supergraph: DocumentNode): readonly Problem[] {
  const table = ruleTable(supergraph)
  if ('code' in table) return [table]
  return fieldsOf(api)
    .filter(({ typeName, fieldName }) => table.requirement(typeName, fieldName) === undefined)
    .map(({ typeName, fieldName }) => ({
      code: 'ACCESS_MISSING',
      message:
        'no access rule covers it; add @requiresScopes to the field, its type or what it returns',
      coordinate: `${typeName}.${fieldName}`,
    }))
}

function ruleTable(supergraph: DocumentNode): ReturnType<typeof requirementsOf> | Problem {
  try {
    return requirementsOf(supergraph)
  } catch (error) {
    return {
      code: 'ACCESS_INVALID',
      message: error instanceof Error ? error.message : String(error),
    }
  }
}
