import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  type DocumentNode,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  GraphQLError,
  type SelectionSetNode,
  execute,
  parse,
  validate,
} from 'graphql'
import type { Answer, Ask, Operation } from './executor.ts'
import { Misfit, type Thing, type Truth, identityOf, truthOf } from './truth.ts'
import { type Field, type Model, objectOf, typeNameOf } from './model.ts'
import { requiredOfRepresentation } from './required.ts'

/** The data of one seed, behind every subgraph and behind one schema that has it all. */
export interface Data {
  readonly ask: Ask
  /** The right answer: one schema that has it all. */
  whole(operation: Operation): Promise<Answer>
}

export interface World {
  data(seed: number): Data
}

interface Known extends Thing {
  readonly representation?: Readonly<Record<string, unknown>>
}

/** Texts that stand for values of wrong types until they have passed graphql-js. */
const stand = { Int: 2_147_480_000, Float: 2_147_480_000.5, text: '\u0001misfit' }

/** Opens a federation in process: graphql-js executes each subgraph, and the API schema as one. */
export function openWorld(
  model: Model,
  sdls: ReadonlyMap<string, string>,
  api: GraphQLSchema,
): World {
  const selected = new Map<string, SelectionSetNode>()
  const selections = (text: string): SelectionSetNode => {
    const known = selected.get(text)
    if (known) return known
    const [definition] = parse(`{ ${text} }`).definitions
    if (definition === undefined || !('selectionSet' in definition)) throw new Error(text)
    selected.set(text, definition.selectionSet)
    return definition.selectionSet
  }
  const schemas = new Map<string, GraphQLSchema>()
  const documents = new Map<string, DocumentNode>()
  let truth: Truth = truthOf(model, 0, selections)
  for (const [name, sdl] of sdls) schemas.set(name, subgraphSchema(name, sdl))
  return {
    data(seed) {
      const own = truthOf(model, seed, selections)
      return {
        async ask(subgraph, { query, variables }) {
          truth = own
          return await asked(subgraph, query, variables)
        },
        async whole({ document, variables }) {
          const result = await execute({
            schema: api,
            document,
            variableValues: variables,
            rootValue: { $: 'Query:' },
            fieldResolver: resolver(own, undefined),
            typeResolver,
          })
          return plain(result)
        },
      }
    },
  }

  function subgraphSchema(name: string, sdl: string): GraphQLSchema {
    const named = [...model.objects.values()].filter(
      ({ kind, declaredBy }) => kind === 'entity' && declaredBy.has(name),
    )
    const keyed = [...model.abstracts.values()].filter(
      (type) => type.keyed && (type.home === name || type.objectIn === name),
    )
    const resolvers = Object.fromEntries(
      [...named, ...keyed].map((type) => [
        type.name,
        {
          __resolveReference: (representation: Record<string, unknown>) => {
            const identity = identityOf(representation)
            if (identity === undefined || truth.lacks(name, identity)) return null
            return { __typename: typeNameOf(identity), $: identity, representation }
          },
        },
      ]),
    )
    return buildSubgraphSchema({ typeDefs: parse(sdl), resolvers })
  }

  async function asked(
    subgraph: string,
    query: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<Answer> {
    const schema = schemas.get(subgraph)
    if (schema === undefined) throw new Error(`expected a subgraph, got ${subgraph}`)
    const key = `${subgraph} ${query}`
    let document = documents.get(key)
    if (document === undefined) {
      document = parse(query, { noLocation: true })
      const [problem] = validate(schema, document)
      if (problem) throw new Error(`${subgraph} was asked ${query}: ${problem.message}`)
      documents.set(key, document)
    }
    const result = await execute({
      schema,
      document,
      variableValues: variables,
      rootValue: { $: 'Query:' },
      fieldResolver: resolver(truth, subgraph),
      typeResolver,
    })
    return plain(result)
  }

  function resolver(
    own: Truth,
    subgraph: string | undefined,
  ): GraphQLFieldResolver<Known, unknown> {
    return (source, args: Record<string, unknown>, _context, { fieldName, parentType }) => {
      const root = parentType.name === 'Query' || parentType.name === 'Mutation'
      const identity = root ? `${parentType.name}:` : source.$
      const field = objectOf(model, typeNameOf(identity)).fields.get(fieldName)
      if (field === undefined) throw new Error(`expected a field, got ${identity}.${fieldName}`)
      if (subgraph === undefined) {
        const told = field.requires === undefined ? '' : own.required(identity, field.requires)
        return failing(own.answer(identity, field, args, told))
      }
      expectAsked(field, subgraph, typeNameOf(identity))
      if (field.resolvedBy.has(subgraph) && field.role !== 'key' && own.lacks(subgraph, identity))
        return null
      if (field.requires === undefined) return standing(own.answer(identity, field, args))
      const told = isProvided(source, field.requires, subgraph)
        ? own.required(identity, field.requires)
        : requiredOfRepresentation(source.representation, selections(field.requires))
      return standing(own.answer(identity, field, args, told))
    }
  }

  /** Required fields that the subgraph has in answers of its own need no representation. */
  function isProvided(
    { $: identity, representation }: Known,
    requires: string,
    subgraph: string,
  ): boolean {
    const { fields } = objectOf(model, typeNameOf(identity))
    return (
      representation === undefined &&
      selections(requires).selections.every(
        (one) => 'name' in one && fields.get(one.name.value)?.providedBy.has(subgraph),
      )
    )
  }

  function expectAsked(field: Field, subgraph: string, type: string): void {
    const may =
      field.role === 'key' ||
      field.resolvedBy.has(subgraph) ||
      field.providedBy.has(subgraph) ||
      objectOf(model, type).kind === 'value'
    if (!may) throw new GraphQLError(`${subgraph} must not be asked for ${type}.${field.name}`)
  }
}

const typeResolver: GraphQLTypeResolver<Thing, unknown> = ({ $ }) => typeNameOf($)

/** As one schema sees a value of a wrong type: an error. */
function failing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(failing)
  return value instanceof Misfit ? new GraphQLError(`not of type ${value.type}`) : value
}

/** As a subgraph answers it: something that graphql-js lets through, and `plain` exchanges. */
function standing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(standing)
  if (!(value instanceof Misfit)) return value
  if (value.type === 'Int') return stand.Int
  if (value.type === 'Float') return stand.Float
  return value.type === 'String' || value.type === 'ID'
    ? stand.text
    : new GraphQLError(`not of type ${value.type}`)
}

interface Executed {
  readonly data?: unknown
  readonly errors?: readonly GraphQLError[]
}

/** The answer as it would come over a network, with the misfits that graphql-js would not write. */
function plain({ data, errors = [] }: Executed): Answer {
  const text = JSON.stringify(data ?? null)
  const odd = text.includes('misfit') || text.includes('214748000')
  return {
    data: JSON.parse(text, odd ? misfitted : undefined) as Answer['data'],
    errors: errors.map(({ message, path }) => ({ message, path })),
  }
}

function misfitted(_name: string, value: unknown): unknown {
  if (value === stand.Int || value === stand.Float) return 'misfit'
  return value === stand.text ? { misfit: true } : value
}
