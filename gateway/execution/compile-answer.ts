import {
  type DocumentNode,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import type { CostTable } from '../limits/list-sizes.ts'
import { type Fetched, fieldOf, isFetched } from './fetched.ts'
import { stringText } from './json-text.ts'
import { leafWriter } from './leaf-writer.ts'
import { type AskedField, openSelections } from './selected-fields.ts'
import { type Write, type Writing, checkLength, misfit, writeOnce } from './writing.ts'

export interface AnswerQuestion {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** The values of all Boolean variables in conditions. */
  readonly conditions: Readonly<Record<string, boolean>>
  /** The name that the client knows a response name by. */
  readonly shown: (name: string) => string
  /** Paths (response names, dots between) at which one object may stand in several places. */
  readonly sharedAt: ReadonlySet<string>
  /** `@cost` of fields and types; where it says nothing, an object weighs 1 and any other value nothing. */
  readonly weights?: CostTable['weights']
}

type Sets = AskedField['sets']

/** What is selected of a field's objects, and where the field is. */
interface Inner {
  readonly sets: Sets
  readonly path: string
  /** What each of its objects or values counts in the actual cost. */
  readonly weight: number
}

/** Writes an object's fields; `null` where one that must not be null is. */
type WriteObject = (object: Fetched, writing: Writing) => string

/** Writes what was fetched as the JSON of an answer's `data`. */
export type WriteAnswer = (data: Fetched, writing: Writing) => string

/**
 * Compiles the writing of an answer, once for an operation and the values of its conditions: in one pass
 * over the fetched objects fields are picked, types checked, nulls carried up to where they may be
 * (GraphQL, 6.4.4), and JSON written. Values that fit no type become null and are noted as misfits.
 */
export function compileAnswer(question: AnswerQuestion): WriteAnswer {
  const { schema, operation, shown, sharedAt, weights } = question
  const fieldsOf = openSelections(question)
  const root = schema.getRootType(operation.operation)
  if (!root)
    throw new CodedError('GRAPHQL_VALIDATION_FAILED', `No ${operation.operation} is served.`)
  return compileObject(root, [operation.selectionSet], '')

  function compileObject(type: GraphQLCompositeType, asked: Sets, path: string): WriteObject {
    const fields = fieldsOf(type, asked).map(({ name, field, type: answered, sets }, index) => ({
      name,
      shownName: shown(name),
      prefix: `${index === 0 ? '{' : ','}"${shown(name)}":`,
      write: fieldWriter(type, answered, {
        sets,
        path: path === '' ? name : `${path}.${name}`,
        weight: weightOf(`${type.name}.${field}`, answered),
      }),
    }))
    return (object, writing) => {
      let text = ''
      for (const { name, shownName, prefix, write } of fields) {
        const written = write(fieldOf(object, name), writing, shownName)
        if (written === undefined) return 'null'
        text += prefix + written
        checkLength(text, writing)
      }
      return text === '' ? '{}' : `${text}}`
    }
  }

  function fieldWriter(
    parent: GraphQLCompositeType,
    type: GraphQLOutputType | undefined,
    inner: Inner,
  ): Write {
    if (type === undefined) return typeNameWriter(parent)
    const write = compileField(type, inner)
    return sharedAt.has(inner.path) ? writeOnce(write) : write
  }

  function compileField(type: GraphQLOutputType, inner: Inner): Write {
    if (isNonNullType(type)) return required(compileField(type.ofType, inner))
    if (isListType(type)) return list(compileField(type.ofType, inner))
    if (isLeafType(type)) return weighed(leafWriter(type), inner.weight)
    if (isObjectType(type)) return objectWriter(type, inner)
    return abstractWriter(type, inner)
  }

  /** The same weights as of the estimate (limits/cost.ts). */
  function weightOf(coordinate: string, type: GraphQLOutputType | undefined): number {
    const named = type && getNamedType(type)
    const said = weights?.get(coordinate) ?? (named && weights?.get(named.name))
    return said ?? (isCompositeType(named) ? 1 : 0)
  }

  function objectWriter(type: GraphQLCompositeType, { sets, path, weight }: Inner): Write {
    const write = compileObject(type, sets, path)
    return within((object, writing) => {
      writing.objects += weight
      const name = object['__typename']
      if (name === undefined || name === type.name || isCompositeName(schema, name))
        return write(object, writing)
      return undefined
    })
  }

  /** Fields differ by the type that an object says it is of; each is compiled when first met. */
  function abstractWriter(type: GraphQLCompositeType, { sets, path, weight }: Inner): Write {
    const writers = new Map<string, WriteObject>()
    const writerOf = (name: string): WriteObject | undefined => {
      const known = writers.get(name)
      if (known) return known
      const met = schema.getType(name)
      if (!isCompositeType(met) || !isPossible(schema, type, met)) return undefined
      if (isAbstractType(met) && !isAlike(met, sets)) return undefined
      const write = compileObject(met, sets, path)
      writers.set(name, write)
      return write
    }
    return within((object, writing) => {
      writing.objects += weight
      const { __typename: name = type.name } = object
      return typeof name === 'string' ? writerOf(name)?.(object, writing) : undefined
    })
  }

  /**
   * Whether the same is asked of an object whatever its type is. The ministry of an interface object does not
   * know the type; where the one that does failed, fields asked of one type alone must not be left out, and a null
   * must not stand where a type allows none.
   */
  function isAlike(type: GraphQLAbstractType, sets: Sets): boolean {
    const asked = (one: GraphQLCompositeType): string =>
      fieldsOf(one, sets)
        .map(
          ({ name, type: answered, sets: inner }) => `${name} ${String(answered)} ${inner.length}`,
        )
        .join()
    return schema.getPossibleTypes(type).every((possible) => asked(possible) === asked(type))
  }
}

/** Counts the values of a field that `@cost` gives a weight. */
function weighed(write: Write, weight: number): Write {
  if (weight === 0) return write
  return (value, writing, key) => {
    if (value !== null && value !== undefined) writing.objects += weight
    return write(value, writing, key)
  }
}

function isCompositeName(schema: GraphQLSchema, name: unknown): boolean {
  return typeof name === 'string' && isCompositeType(schema.getType(name))
}

function isPossible(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  met: GraphQLCompositeType,
): boolean {
  if (met === type) return true
  return !isObjectType(type) && !isUnionType(met) && schema.isSubType(type, met)
}

/** A null where none may be is carried up: the writer around it becomes null itself. */
function required(write: Write): Write {
  return (value, writing, key) => {
    const text = write(value, writing, key)
    if (text !== 'null') return text
    if (value === null || value === undefined) misfit(writing, key)
    return undefined
  }
}

function list(write: Write): Write {
  return (value, writing, key) => {
    if (value === null || value === undefined) return 'null'
    if (!Array.isArray(value)) return misfit(writing, key)
    writing.path.push(key)
    let text: string | undefined = ''
    for (let index = 0; index < value.length; index++) {
      const item = write(value[index], writing, index)
      if (item === undefined) {
        text = undefined
        break
      }
      text += index === 0 ? item : `,${item}`
      checkLength(text, writing)
    }
    writing.path.pop()
    return text === undefined ? 'null' : `[${text}]`
  }
}

/** Writes an object within another; what is none, or of no type that may stand here, is a misfit. */
function within(write: (object: Fetched, writing: Writing) => string | undefined): Write {
  return (value, writing, key) => {
    if (value === null || value === undefined) return 'null'
    if (!isFetched(value)) return misfit(writing, key)
    writing.path.push(key)
    const text = write(value, writing)
    writing.path.pop()
    return text ?? misfit(writing, key)
  }
}

/** An object's type is known by where it stands; an abstract one's when the object was found to be of one. */
function typeNameWriter(type: GraphQLNamedType): Write {
  if (!isObjectType(type)) return (_value, writing, key) => void misfit(writing, key)
  const text = stringText(type.name)
  return () => text
}
