import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isAbstractType,
  parse,
  validate,
} from 'graphql'
import type { Choices } from './choices.ts'
import { openValues } from './values.ts'
import type { Operation } from './executor.ts'

/** Response names taken at one place of the answer. */
interface Names {
  readonly taken: Map<string, { readonly signature: string; readonly inside: Names }>
}

const aliases = ['a', 'b', 'id', 'f0', 'f1', 'v0'] as const
const maxDepth = 4
const maxFields = 40

/** What operations may hold beside fields, arguments and fragments. */
export interface Liberties {
  readonly aliases: boolean
  readonly directives: boolean
}

/** An operation on the API schema; undefined when the choices led to one that is not valid. */
export function operationOf(
  api: GraphQLSchema,
  choices: Choices,
  liberties: Liberties,
): Operation | undefined {
  const values = openValues(choices)
  const fragments: { name: string; type: string; text: string }[] = []
  const asked = { fields: 0 }

  const directive = (): string => {
    if (!liberties.directives || !choices.chance(10)) return ''
    const flag = choices.chance(60)
      ? values.variable('Boolean!', choices.below(2) === 0)
      : undefined
    return ` ${choices.pick(['@include', '@skip'])}(if: ${flag ?? choices.below(2) === 0})`
  }

  const field = (parent: GraphQLCompositeType, names: Names, depth: number): string => {
    const all =
      isObjectType(parent) || isInterfaceType(parent) ? Object.values(parent.getFields()) : []
    const usable = all.filter(({ type }) => depth > 0 || !isCompositeType(getNamedType(type)))
    asked.fields++
    if (usable.length === 0 || choices.chance(6)) return named('__typename', '', names).head
    const chosen = choices.pick(usable)
    const { head, inside } = named(chosen.name, argsOf(chosen), names)
    const type = getNamedType(chosen.type)
    const set = isCompositeType(type) ? ` ${selectionSet(type, inside, depth - 1)}` : ''
    return `${head}${directive()}${set}`
  }

  const named = (name: string, args: string, { taken }: Names): { head: string; inside: Names } => {
    const renamed = liberties.aliases && choices.chance(15)
    let response: string = renamed ? choices.pick(aliases) : name
    const signature = name + args
    while ((taken.get(response)?.signature ?? signature) !== signature)
      response = `x${taken.size}${response}`
    const known = taken.get(response) ?? { signature, inside: { taken: new Map() } }
    taken.set(response, known)
    return { head: `${response === name ? '' : `${response}: `}${signature}`, inside: known.inside }
  }

  const argsOf = ({ args }: GraphQLField<unknown, unknown>): string => {
    const parts = args.flatMap(({ name, type, defaultValue }) => {
      const text = values.argument(type, defaultValue !== undefined)
      return text === undefined ? [] : [`${name}: ${text}`]
    })
    return parts.length > 0 ? `(${parts.join(', ')})` : ''
  }

  const fragment = (parent: GraphQLCompositeType, names: Names, depth: number): string => {
    const possible = isAbstractType(parent) ? api.getPossibleTypes(parent) : [parent]
    const wider = possible.flatMap((type) => (isObjectType(type) ? type.getInterfaces() : []))
    const types = [parent, ...possible, ...wider]
    const type = choices.pick(types)
    const own =
      type !== parent && isObjectType(type) && choices.chance(12) ? { taken: new Map() } : names
    if (choices.chance(25)) {
      const again = fragments.filter(({ type: known }) => known === type.name)
      if (again.length > 0 && choices.chance(30)) return `...${choices.pick(again).name}`
      const text = selectionSet(type, own, depth)
      const name = `F${fragments.length}`
      fragments.push({ name, type: type.name, text })
      return `...${name}${directive()}`
    }
    const condition = type === parent && choices.chance(50) ? '' : ` on ${type.name}`
    return `...${condition}${directive()} ${selectionSet(type, own, depth)}`
  }

  const selectionSet = (parent: GraphQLCompositeType, names: Names, depth: number): string => {
    const parts: string[] = []
    const wanted = 1 + choices.below(4)
    for (let count = 0; count < wanted && (count === 0 || asked.fields < maxFields); count++) {
      const odds = isAbstractType(parent) ? 60 : 15
      const inner = depth > 0 && asked.fields < maxFields && choices.chance(odds)
      parts.push(inner ? fragment(parent, names, depth - 1) : field(parent, names, depth))
    }
    return `{ ${parts.join(' ')} }`
  }

  const mutation = api.getMutationType()
  const root = mutation && choices.chance(15) ? mutation : api.getQueryType()
  if (!root) return undefined
  const set = selectionSet(root, { taken: new Map() }, maxDepth)
  const kind = root === mutation ? 'mutation' : 'query'
  const text = [
    `${kind} Q${values.declarations()} ${set}`,
    ...fragments.map(({ name, type, text: body }) => `fragment ${name} on ${type} ${body}`),
  ].join('\n')
  const document = parse(text, { noLocation: true })
  return validate(api, document).length === 0
    ? { document, variables: values.variables() }
    : undefined
}
