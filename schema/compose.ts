import { composeServices } from '@apollo/composition'
import { type GraphQLSchema, parse } from 'graphql'
import { fieldsOf } from '../auth/fields-of.ts'
import { requirementsOf } from '../auth/requirement-table.ts'
import { expand } from './expand/expand.ts'
import type { Model } from './model/model.ts'
import type { Problem } from './problem.ts'

export interface Composable {
  readonly model: Model
  /** Where the ministry answers unless a setting says otherwise. */
  readonly url: string
}

export type Composition =
  | { readonly ok: true; readonly supergraphSdl: string }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Composes ministries into one Federation 2 supergraph. What does not fit together comes back as problems;
 * so does any field of the result that no access rule covers, since nobody could ever read it.
 */
export function compose(ministries: readonly Composable[]): Composition {
  const services = ministries.map(({ model, url }) => ({
    name: model.ministry,
    url,
    typeDefs: parse(expand(model)),
  }))
  const result = composeServices(services)
  if (result.errors !== undefined)
    return {
      ok: false,
      problems: result.errors.map((error) => ({
        code:
          typeof error.extensions['code'] === 'string'
            ? error.extensions['code']
            : 'COMPOSITION_FAILED',
        message: error.message,
      })),
    }
  const api = result.schema.toAPISchema().toGraphQLJSSchema()
  const problems = uncovered(api, result.supergraphSdl)
  return problems.length === 0
    ? { ok: true, supergraphSdl: result.supergraphSdl }
    : { ok: false, problems }
}

function uncovered(api: GraphQLSchema, supergraphSdl: string): readonly Problem[] {
  const table = requirementsOf(parse(supergraphSdl))
  return fieldsOf(api)
    .filter(({ typeName, fieldName }) => table.requirement(typeName, fieldName) === undefined)
    .map(({ typeName, fieldName }) => ({
      code: 'ACCESS_MISSING',
      message:
        'no access rule covers it; add @requiresScopes to the field, its type or what it returns',
      coordinate: `${typeName}.${fieldName}`,
    }))
}
