import { type GraphQLSchema, getNamedType, isUnionType } from 'graphql'
import type { CodedError } from '../schema/errors.ts'
import type { ClassTable, ReadClass } from './class-table.ts'
import { coordinateOf } from './coordinate-of.ts'
import { fieldsOf } from './fields-of.ts'
import type { Grants } from './grants.ts'
import type { Judgement } from './authorise.ts'
import { opens, type Purpose } from './purpose.ts'
import { purposeRequired } from './purpose-required.ts'
import { selectionJudge } from './selection-judge.ts'
import { type Requirement, anyCaller, isMet, nobody } from './requirement.ts'
import type { RequirementTable } from './requirement-table.ts'
import { type SpecialRule, shielded } from './shield.ts'

export interface SubgraphShield<Context> {
  readonly schema: GraphQLSchema
  readonly table: RequirementTable
  readonly classes: ClassTable
  readonly grantsOf: (context: Context) => Grants | undefined
  /** The purpose that the gateway vouches for, where the caller's roles may use it. */
  readonly purposeOf: (context: Context) => Purpose | undefined
}

/**
 * Wraps a ministry's roots in the rules of its own schema, as defence behind the gateway. `grantsOf` gives
 * the grants of a verified ministry token, or undefined, and then nothing answers, `_service` included. The
 * rule of a root judges the whole selection below it, so that no field of a row needs a wrapper, which
 * would cost three times the field: a selection with one closed field is refused before its resolver runs.
 * `_entities` is refused when one representation's type may not be entered. A selection that touches a class
 * of personal data which the purpose does not open is PURPOSE_REQUIRED.
 */
export function shieldSubgraph<Context extends object>({
  schema,
  table,
  classes,
  grantsOf,
  purposeOf,
}: SubgraphShield<Context>): GraphQLSchema {
  const query = schema.getQueryType()?.name ?? 'Query'
  const federation = new Set([`${query}._service`, '_Service.sdl'])
  const requirement = (typeName: string, fieldName: string): Requirement | undefined =>
    federation.has(`${typeName}.${fieldName}`) ? anyCaller : table.requirement(typeName, fieldName)
  // An entity about which its type says nothing may be entered; each of its fields has its own rule.
  const entityRequirement = (typeName: string) => table.ofType(typeName) ?? anyCaller
  const union = schema.getType('_Entity')
  const entities = new Set(isUnionType(union) ? union.getTypes().map(({ name }) => name) : [])
  const judge = selectionJudge(requirement, classes)
  const rootTypes = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  const isRoot = (typeName: string): boolean => rootTypes.some((type) => type?.name === typeName)

  const refusal = (
    { refused, classes: touched }: Judgement,
    own: readonly ReadClass[],
    at: { context: Context; coordinate: string },
  ): readonly string[] | CodedError => {
    if (refused.length > 0 || opens(purposeOf(at.context), [...own, ...touched])) return refused
    return purposeRequired([], { coordinates: [at.coordinate] })
  }

  const root: SpecialRule<Context> = (_args, context, info) => {
    const grants = grantsOf(context)
    const own = requirement(info.parentType.name, info.fieldName) ?? nobody
    if (grants === undefined || !isMet(own, grants)) return [coordinateOf(info)]
    const judged = judge(info, [getNamedType(info.returnType).name], grants)
    const touched = classes.touched(info.parentType.name, info.fieldName)
    return refusal(judged, touched, { context, coordinate: coordinateOf(info) })
  }
  const entity: SpecialRule<Context> = ({ representations }, context, info) => {
    const grants = grantsOf(context)
    if (grants === undefined || !Array.isArray(representations)) return [coordinateOf(info)]
    const named = [...new Set(representations.map(typeNameOf))].map((name) => name ?? '')
    const may = named.every((name) => entities.has(name) && isMet(entityRequirement(name), grants))
    if (!may) return [coordinateOf(info)]
    return refusal(judge(info, named, grants), [], { context, coordinate: coordinateOf(info) })
  }
  const roots = fieldsOf(schema).filter(({ typeName }) => isRoot(typeName))
  return shielded(schema, {
    requirement,
    grantsOf,
    special: new Map(
      roots.map(({ typeName, fieldName }) => [
        `${typeName}.${fieldName}`,
        fieldName === '_entities' ? entity : root,
      ]),
    ),
    covered: (typeName) => !isRoot(typeName),
  })
}

function typeNameOf(representation: unknown): string | undefined {
  if (typeof representation !== 'object' || representation === null) return undefined
  const { __typename: name } = representation as { readonly __typename?: unknown }
  return typeof name === 'string' ? name : undefined
}
