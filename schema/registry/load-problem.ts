import { Supergraph } from '@apollo/federation-internals'
import { GraphQLError } from 'graphql'
import { rememberPublished } from '../diff/published-schema.ts'
import type { Problem } from '../problem.ts'
import { wholeVariant } from './contract.ts'

/**
 * What stops a supergraph from being loaded, by the features that Apollo's router knows: composed text is not believed
 * before it was read again. Undefined when nothing does.
 */
export function loadProblem(supergraph: string, variant: string): Problem | undefined {
  try {
    const api = Supergraph.buildForTests(supergraph).apiSchema()
    // What is composed is compared with what is live next.
    if (variant === wholeVariant) rememberPublished(supergraph, api.toGraphQLJSSchema())
    return undefined
  } catch (error) {
    const causes = error instanceof GraphQLError ? causesOf(error) : [String(error)]
    return { code: 'VARIANT_BROKEN', message: `variant ${variant}: ${causes.join('; ')}` }
  }
}

function causesOf(error: GraphQLError): readonly string[] {
  const { causes } = error as { readonly causes?: readonly GraphQLError[] }
  return causes === undefined || causes.length === 0
    ? [error.message]
    : causes.map(({ message }) => message)
}
