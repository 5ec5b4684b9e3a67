import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'

/** Documents as an analyst might write them: literals in the text, no variables. */
export interface AdHoc {
  /** The shape is made from the one number, its literals from both. */
  document(shape: number, literals: number): string
}

/** Pieces of a text, with functions of the literals' number between them. */
type Template = readonly (string | ((random: () => number) => string))[]

const maxDepth = 4

/** Opens the invention of documents over a schema. The same numbers, the same document. */
export function openAdHoc(schema: GraphQLSchema): AdHoc {
  const query = schema.getQueryType()
  const roots = Object.values(query?.getFields() ?? {}).filter(({ name }) => name !== 'me')
  return {
    document(shape, literals) {
      const random = randomFrom(shape * 2 + 1)
      const chosen = [pick(roots, random), pick(roots, random)]
      const template = [...new Set(chosen)].flatMap((field) => fieldOf(field, random, 1))
      const fill = randomFrom(literals * 7919 + shape)
      const text = template.map((piece) => (typeof piece === 'string' ? piece : piece(fill)))
      return `{ ${text.join('')}}`
    },
  }
}

type Random = () => number

/** Mulberry32: small, quick and the same everywhere. */
function randomFrom(seed: number): Random {
  let state = (seed * 0x9e3779b9) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function pick<T>(from: readonly T[], random: Random): T {
  const picked = from[Math.floor(random() * from.length)]
  if (picked === undefined) throw new Error('expected something to pick from')
  return picked
}

function some<T>(from: readonly T[], count: number, random: Random): readonly T[] {
  return from.length <= count
    ? from
    : [...new Set(Array.from({ length: count }, () => pick(from, random)))]
}

function fieldOf(field: GraphQLField<unknown, unknown>, random: Random, depth: number): Template {
  const type = getNamedType(field.type)
  const given = argumentsOf(field.args, random)
  if (!isCompositeType(type)) return [field.name, ...given, ' ']
  return [field.name, ...given, ' { ', ...fieldsOf(type, random, depth), '} ']
}

function fieldsOf(type: unknown, random: Random, depth: number): Template {
  if (!isObjectType(type)) return ['__typename ']
  const fields = Object.values(type.getFields())
  const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)))
  const others = fields.filter((field) => isCompositeType(getNamedType(field.type)))
  const deeper = depth < maxDepth ? some(others, depth === 1 ? 2 : 1, random) : []
  return [
    '__typename ',
    ...some(leaves, 3, random).flatMap((field) => fieldOf(field, random, depth)),
    ...deeper.flatMap((field) => fieldOf(field, random, depth + 1)),
  ]
}

function argumentsOf(args: readonly GraphQLArgument[], random: Random): Template {
  // Paging backwards and by cursor has rules of its own.
  const open = args.filter(({ name }) => !['after', 'last', 'before'].includes(name))
  const given = open.filter((one) => isRequiredArgument(one) || random() < 0.6)
  return given.length === 0 ? [] : ['(', ...pairs(given, random, 1), ')']
}

function pairs(
  given: readonly (GraphQLArgument | GraphQLInputField)[],
  random: Random,
  depth: number,
): Template {
  return given.flatMap(({ name, type }) =>
    name === 'first'
      ? [`${name}: `, (fill: Random) => String(1 + Math.floor(fill() * 5)), ' ']
      : [`${name}: `, ...inputOf(type, random, depth), ' '],
  )
}

function inputOf(given: GraphQLInputType, random: Random, depth: number): Template {
  const type = getNullableType(given)
  if (isListType(type)) return ['[', ...inputOf(type.ofType, random, depth + 1), ']']
  if (isEnumType(type)) return [pick(type.getValues(), random).name]
  if (!isInputObjectType(type)) return [literal(type.name)]
  const fields = Object.values(type.getFields())
  const required = fields.filter(isRequiredInputField)
  const optional = fields.filter(
    (field) => depth < 4 || !isInputObjectType(getNamedType(field.type)),
  )
  const chosen = [...new Set([...required, ...some(optional, 1, random)])]
  return ['{', ...pairs(chosen, random, depth + 1), '}']
}

function literal(typeName: string): (fill: Random) => string {
  const whole = (below: number) => (fill: Random) => Math.floor(fill() * below)
  switch (typeName) {
    case 'Boolean':
      return () => 'true'
    case 'Int':
      return (fill) => String(whole(1000)(fill))
    case 'Float':
      return (fill) => `${whole(1000)(fill)}.5`
    case 'Date':
      return (fill) => `"20${10 + whole(15)(fill)}-0${1 + whole(9)(fill)}-1${whole(9)(fill)}"`
    default:
      return (fill) => `"${whole(1_000_000)(fill)}"`
  }
}
