import {
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
  isAbstractType,
  isObjectType,
  parse,
} from 'graphql'
import { getArgumentValues } from 'graphql/execution/values.js'

/** An invented object: the question that it belongs to, and its number within. */
interface Thing {
  readonly salt: string
  readonly n: number
  /** Items of the list that it stands for, where the question says so. */
  readonly first?: number
}

type Variables = Readonly<Record<string, unknown>>
type Answering = (thing: Thing, variables: Variables) => unknown

/** How large the invented world is. */
export interface WorldSize {
  /** Items of a list, by coordinate; a field that is given `first` holds so many. */
  readonly lists: Readonly<Record<string, number>>
  readonly list: number
  /** Distinct objects of a type that one question meets, by type. */
  readonly pools: Readonly<Record<string, number>>
  readonly pool: number
}

/** Answers operations of one schema with invented data: the same question, the same answer, whoever splits it up. */
export type AnswerOperation = (text: string, variables: Variables) => Record<string, unknown>

/** Opens the answering of a ministry's operations. Each text is compiled once. */
export function openAnswers(schema: GraphQLSchema, size: WorldSize): AnswerOperation {
  const known = new Map<string, (variables: Variables) => Record<string, unknown>>()
  return (text, variables) => {
    let compiled = known.get(text)
    if (compiled === undefined) known.set(text, (compiled = compile(schema, size, text)))
    return compiled(variables)
  }
}

function compile(
  schema: GraphQLSchema,
  size: WorldSize,
  text: string,
): (variables: Variables) => Record<string, unknown> {
  const { definitions } = parse(text, { noLocation: true })
  const operation = definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  )
  const fragments = new Map(
    definitions.flatMap((node): [string, FragmentDefinitionNode][] =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
    ),
  )
  if (operation === undefined) throw new Error('expected an operation')
  const compiler = new Compiler(schema, size, fragments)
  const answer = compiler.fields('Query', [operation.selectionSet])
  return (variables) => answer({ salt: '', n: 0 }, variables) as Record<string, unknown>
}

class Compiler {
  readonly #schema: GraphQLSchema
  readonly #size: WorldSize
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>

  constructor(
    schema: GraphQLSchema,
    size: WorldSize,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {
    this.#schema = schema
    this.#size = size
    this.#fragments = fragments
  }

  fields(typeName: string, sets: readonly SelectionSetNode[]): Answering {
    const answers: (readonly [string, Answering])[] = []
    const inner = new Map<string, SelectionSetNode[]>()
    const collect = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) {
          const key = (selection.alias ?? selection.name).value
          const own = inner.get(key) ?? []
          if (selection.selectionSet) own.push(selection.selectionSet)
          if (inner.has(key)) continue
          inner.set(key, own)
          answers.push([key, (thing, variables) => of(thing, variables)])
          const of = this.#lazily(() => this.#field(typeName, selection, own))
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          if (this.#fits(typeName, selection.typeCondition?.name.value))
            collect(selection.selectionSet)
        } else {
          const fragment = this.#fragments.get(selection.name.value)
          if (fragment && this.#fits(typeName, fragment.typeCondition.name.value))
            collect(fragment.selectionSet)
        }
      }
    }
    sets.forEach(collect)
    return (thing, variables) => {
      const object: Record<string, unknown> = {}
      for (const [key, answer] of answers) object[key] = answer(thing, variables)
      return object
    }
  }

  /** Selections of one response name are complete only after all of them were collected. */
  #lazily(make: () => Answering): Answering {
    let made: Answering | undefined
    return (thing, variables) => (made ??= make())(thing, variables)
  }

  #fits(typeName: string, condition: string | undefined): boolean {
    if (condition === undefined || condition === typeName) return true
    const [type, abstract] = [this.#schema.getType(typeName), this.#schema.getType(condition)]
    return isObjectType(type) && isAbstractType(abstract) && this.#schema.isSubType(abstract, type)
  }

  #field(
    typeName: string,
    node: Parameters<typeof getArgumentValues>[1] & { readonly kind: Kind.FIELD },
    sets: readonly SelectionSetNode[],
  ): Answering {
    if (node.name.value === '__typename') return () => typeName
    if (node.name.value === '_entities') return this.#entities(sets)
    const type = this.#schema.getType(typeName)
    const field = isObjectType(type) ? type.getFields()[node.name.value] : undefined
    if (field === undefined) throw new Error(`expected ${typeName}.${node.name.value}`)
    const list = this.#size.lists[`${typeName}.${field.name}`] ?? this.#size.list
    const value = this.#value(field.type, sets, list)
    const isRoot = typeName === 'Query'
    const isLeaf = sets.length === 0
    if ((node.arguments ?? []).length === 0 && !isRoot)
      return isLeaf
        ? value
        : ({ salt, n }, variables) => value({ salt, n: n + hash(field.name) }, variables)
    return withArguments(field, node, { value, isRoot })
  }

  #entities(sets: readonly SelectionSetNode[]): Answering {
    const byType = new Map<string, Answering>()
    return (_thing, variables) =>
      (variables['representations'] as Record<string, unknown>[]).map((representation) => {
        const name = String(representation['__typename'])
        let answer = byType.get(name)
        if (answer === undefined) byType.set(name, (answer = this.fields(name, sets)))
        return answer(thingOf(representation), variables)
      })
  }

  #value(given: GraphQLOutputType, sets: readonly SelectionSetNode[], list: number): Answering {
    const type = getNullableType(given)
    if (isListType(type)) {
      const item = this.#value(type.ofType, sets, list)
      return (thing, variables) => {
        const { salt, n, first = list } = thing
        return Array.from({ length: first }, (_, i) => item({ salt, n: n * 31 + i * 7 }, variables))
      }
    }
    if (isLeafType(type)) {
      if (isEnumType(type)) {
        const values = type.getValues().map(({ name }) => name)
        return ({ n }) => values[n % values.length]
      }
      return leaf(type.name)
    }
    const types = isObjectType(type) ? [type] : this.#schema.getPossibleTypes(type)
    const pool = this.#size.pools[type.name] ?? this.#size.pool
    const answers = types.map(({ name }) => this.fields(name, sets))
    return ({ salt, n }, variables) => {
      const own = n % pool
      return answers[own % answers.length]?.({ salt, n: own }, variables)
    }
  }
}

function withArguments(
  field: GraphQLField<unknown, unknown>,
  node: Parameters<typeof getArgumentValues>[1],
  { value, isRoot }: { readonly value: Answering; readonly isRoot: boolean },
): Answering {
  return (thing, variables) => {
    const given = getArgumentValues(field, node, variables)
    const mixed = hash(JSON.stringify(given))
    const first = typeof given['first'] === 'number' ? { first: given['first'] } : {}
    return value(
      {
        salt: isRoot ? `s${mixed}` : thing.salt,
        n: thing.n + hash(field.name) + (isRoot ? 0 : mixed % 10),
        ...first,
      },
      variables,
    )
  }
}

/** Texts are the identity of their object, so that whatever is its key says which one it is. */
function leaf(typeName: string): Answering {
  switch (typeName) {
    case 'Int':
      return ({ n }) => n % 1000
    case 'Float':
      return ({ n }) => (n % 1000) + 0.5
    case 'Boolean':
      return ({ n }) => n % 2 === 0
    default:
      return ({ salt, n }) => `${salt}.${n}`
  }
}

function thingOf(representation: Readonly<Record<string, unknown>>): Thing {
  for (const value of Object.values(representation)) {
    const found = typeof value === 'string' ? /^(s\d+)\.(\d+)$/.exec(value) : null
    if (found) return { salt: found[1] ?? '', n: Number(found[2]) }
  }
  throw new Error(`expected a key, got ${JSON.stringify(representation)}`)
}

/** Small, so that numbers stay exact. */
function hash(text: string): number {
  let sum = 0
  for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) % 99_991
  return sum
}
