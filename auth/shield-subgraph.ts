import { type GraphQLSchema, isUnionType } from 'graphql'
import { entryCover } from './entry-cover.ts'
import type { Grants } from './grants.ts'
import { type Requirement, anyCaller, isMet } from './requirement.ts'
import type { RequirementTable } from './requirement-table.ts'
import { type SpecialRule, shielded } from './shield.ts'

export interface SubgraphShield<Context> {
  readonly schema: GraphQLSchema
  readonly table: RequirementTable
  readonly grantsOf: (context: Context) => Grants | undefined
}

/**
 * Wraps a ministry's resolvers in the rules of its own schema, as defence behind the gateway. `grantsOf`
 * gives the grants of a verified ministry token, or undefined, and then nothing answers, `_service`
 * included. `_entities` is refused when one representation's type may not be entered. Fields that every
 * way into their type has already checked are left unwrapped, because a wrapper costs three times the
 * field.
 */
export function shieldSubgraph<Context extends object>({
  schema,
  table,
  grantsOf,
}: SubgraphShield<Context>): GraphQLSchema {
  const query = schema.getQueryType()?.name ?? 'Query'
  const federation = new Set([`${query}._service`, '_Service.sdl'])
  const requirement = (typeName: string, fieldName: string): Requirement | undefined =>
    federation.has(`${typeName}.${fieldName}`) ? anyCaller : table.requirement(typeName, fieldName)
  // An entity about which its type says nothing may be entered; each of its fields has its own rule.
  const entityRequirement = (typeName: string) => table.ofType(typeName) ?? anyCaller
  return shielded(schema, {
    requirement,
    grantsOf,
    special: new Map([[`${query}._entities`, entitiesRule(schema, entityRequirement, grantsOf)]]),
    covered: entryCover(schema, requirement, entityRequirement),
  })
}

function entitiesRule<Context>(
  schema: GraphQLSchema,
  entityRequirement: (typeName: string) => Requirement,
  grantsOf: (context: Context) => Grants | undefined,
): SpecialRule<Context> {
  const union = schema.getType('_Entity')
  const entities = new Set(isUnionType(union) ? union.getTypes().map(({ name }) => name) : [])
  return ({ representations }, context) => {
    const grants = grantsOf(context)
    if (grants === undefined || !Array.isArray(representations)) return false
    const named = new Set(representations.map(typeNameOf))
    return [...named].every(
      (name) => name !== undefined && entities.has(name) && isMet(entityRequirement(name), grants),
    )
  }
}

function typeNameOf(representation: unknown): string | undefined {
  if (typeof representation !== 'object' || representation === null) return undefined
  const { __typename: name } = representation as { readonly __typename?: unknown }
  return typeof name === 'string' ? name : undefined
}
