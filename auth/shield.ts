import { createRequire } from 'node:module'
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql'
import { type IMiddlewareTypeMap, applyMiddleware } from 'graphql-middleware'
import type * as GraphqlShield from 'graphql-shield'
import { CodedError } from '../schema/errors.ts'
import { coordinateOf } from './coordinate-of.ts'
import { fieldsOf } from './fields-of.ts'
import { forbidden } from './forbidden.ts'
import type { Grants } from './grants.ts'
import { type Requirement, isMet, requirementText } from './requirement.ts'

// Its ES modules import a name that Node 23 took out of node:util. The CommonJS build misses it only in
// chain() and race(), which nothing here calls.
const { rule, shield } = createRequire(import.meta.url)('graphql-shield') as typeof GraphqlShield

type Rule = ReturnType<ReturnType<typeof rule>>

export interface ShieldOptions<Context> {
  /** What each field takes; undefined = denied. */
  readonly requirement: (typeName: string, fieldName: string) => Requirement | undefined
  /** The caller's grants; undefined (no verified caller) = every field denied. */
  readonly grantsOf: (context: Context) => Grants | undefined
  /** Rules of single fields that need more than the caller's permissions, by coordinate. */
  readonly special?: ReadonlyMap<string, SpecialRule<Context>>
  /** Fields left without a wrapper, since the rule of the root above them has judged them. */
  readonly covered?: (typeName: string, fieldName: string) => boolean
}

/**
 * The coordinates that are refused when the field is entered with these arguments (empty = allowed), or the
 * refusal itself.
 */
export type SpecialRule<Context> = (
  args: Readonly<Record<string, unknown>>,
  context: Context,
  info: GraphQLResolveInfo,
) => readonly string[] | CodedError

/**
 * Wraps the fields of a schema in their rules: THE one place that calls graphql-shield, whose defaults are
 * unsafe (it allows what no rule names, and swallows or leaks errors). Here a field without a rule is
 * denied; a refusal is FORBIDDEN with the coordinate; a resolver's own CodedError passes; any other error
 * leaves as INTERNAL_SERVER_ERROR with the first as its `cause`. The context must be extensible: shield
 * keeps its cache there.
 */
export function shielded<Context extends object>(
  schema: GraphQLSchema,
  options: ShieldOptions<Context>,
): GraphQLSchema {
  const rules = new Map<string, Rule>()
  const tree: Record<string, Record<string, Rule>> = {}
  for (const { typeName, fieldName } of fieldsOf(schema)) {
    const made = ruleOf(typeName, fieldName, options, rules)
    ;(tree[typeName] ??= {})[fieldName] = made
  }
  const guard = shield(tree, {
    fallbackRule: ruleOf('', '', options, rules),
    fallbackError: (...[error, , , , info]) => leaving(error, info),
    allowExternalErrors: false,
    debug: false,
  })
  const wrappers = guard.generate(schema) as IMiddlewareTypeMap
  const kept: IMiddlewareTypeMap = {}
  for (const { typeName, fieldName } of fieldsOf(schema)) {
    if (options.covered?.(typeName, fieldName) === true) continue
    const wrapper = (wrappers[typeName] as IMiddlewareTypeMap)[fieldName]
    if (wrapper === undefined) throw new Error(`shield: no rule for ${typeName}.${fieldName}`)
    ;((kept[typeName] ??= {}) as IMiddlewareTypeMap)[fieldName] = wrapper
  }
  return applyMiddleware(schema, kept)
}

function ruleOf<Context>(
  typeName: string,
  fieldName: string,
  options: ShieldOptions<Context>,
  rules: Map<string, Rule>,
): Rule {
  const coordinate = `${typeName}.${fieldName}`
  const special = options.special?.get(coordinate)
  const requirement = options.requirement(typeName, fieldName) ?? []
  // Shield refuses two rules of one name that differ, so equal requirements share one rule.
  const name = special === undefined ? requirementText(requirement) : coordinate
  const known = rules.get(name)
  if (known !== undefined) return known
  const made = rule(name, { cache: 'no_cache' })((_parent, args, context: Context, info) => {
    const grants = options.grantsOf(context)
    if (grants === undefined) return forbidden([coordinateOf(info)])
    if (special === undefined) return isMet(requirement, grants) || forbidden([coordinateOf(info)])
    const refused = special(args, context, info)
    if (refused instanceof CodedError) return refused
    return refused.length === 0 || forbidden(refused)
  })
  rules.set(name, made)
  return made
}

function leaving(error: unknown, info: GraphQLResolveInfo): CodedError {
  // Shield gives null where a rule itself failed: then nobody has allowed the field.
  if (error === null) return forbidden([coordinateOf(info)])
  if (error instanceof CodedError) return error
  return Object.assign(new CodedError('INTERNAL_SERVER_ERROR'), { cause: error })
}
