import {
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  getOperationAST,
  isObjectType,
} from 'graphql'
import { conditionValues, conditionVariables } from '../../auth/condition-variables.ts'
import type { Masks } from '../../auth/mask.ts'
import { CodedError } from '../../schema/errors.ts'
import type { Planner } from '../planning/planner.ts'
import { type AnswerText, answerText } from './answer-text.ts'
import { type WriteAnswer, compileAnswer } from './compile-answer.ts'
import { compilePlan } from './compile-plan.ts'
import { decided } from './decided.ts'
import { openForeignFields } from './foreign-fields.ts'
import { unexplained } from './unexplained.ts'
import { openWriting } from './writing.ts'
import type { MinistryError } from './ministry-error.ts'
import { openOwnNames } from './own-names.ts'
import { openRequiredArguments } from './required-arguments.ts'
import { openRoom } from './room.ts'
import type { AskMinistry, Run, Step } from './run.ts'
import { openTypeNames } from './type-names.ts'

/** An operation to execute: validated, authorised, its variables checked. */
export interface Asked {
  readonly document: DocumentNode
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
  readonly masks: Masks
  readonly ask: AskMinistry
}

export interface Executed {
  readonly data: AnswerText
  /** In the order in which they happened; at places of the answer. */
  readonly errors: readonly MinistryError[]
}

/**
 * Executes operations: planned and compiled once for each document and each set of values of its conditions,
 * then run by ministries' answers alone.
 * Fails with a CodedError, or with an Error that is the gateway's own fault.
 */
export type Execute = (asked: Asked) => Promise<Executed>

export interface ExecutorParts {
  /** What clients may query. */
  readonly schema: GraphQLSchema
  readonly supergraph: DocumentNode
  readonly planner: Planner
  /** Characters of an answer's data, at most. */
  readonly maxLength: number
}

/** An operation, read. */
interface Known {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** Names of the variables that decide conditions. */
  readonly conditions: readonly string[]
  readonly shown: (name: string) => string
  /** By the conditions' values. */
  readonly compiled: Map<string, Promise<Compiled>>
}

/** An operation with its conditions decided. */
interface Compiled {
  readonly step: Step
  readonly write: WriteAnswer
}

type Values = Readonly<Record<string, boolean>>

/** Sets of values of an operation's conditions that are kept compiled. */
const maxCompiled = 64

/** Opens the execution of operations on one supergraph. */
export function openExecutor({ schema, supergraph, planner, maxLength }: ExecutorParts): Execute {
  const isOfType = openTypeNames(supergraph)
  const ownNames = openOwnNames(supergraph)
  const checkRequired = openRequiredArguments(supergraph)
  const checkAsked = openForeignFields(supergraph)
  const isObject = (name: unknown): boolean =>
    typeof name === 'string' && isObjectType(schema.getType(name))
  const known = new WeakMap<DocumentNode, Map<string, Known>>()

  return async ({ document, operationName, variables, masks, ask }) => {
    const of = knownOf(document, operationName)
    const values = conditionValues(of.conditions, of.operation, variables)
    const { step, write } = await compiledOf(of, operationName, values)
    const run: Run = { data: {}, variables, errors: [], ask, room: openRoom(), batches: new Map() }
    await step(run)
    const writing = openWriting(masks, maxLength)
    const written = write(run.data, writing)
    const errors = [...run.errors, ...unexplained(writing.misfits, run.errors)]
    return { data: answerText(written), errors }
  }

  function knownOf(given: DocumentNode, name: string | undefined): Known {
    const operations = known.get(given) ?? new Map<string, Known>()
    known.set(given, operations)
    const before = operations.get(name ?? '')
    if (before) return before
    const { document, shown } = ownNames(given)
    const operation = getOperationAST(document, name)
    if (!operation) throw new CodedError('BAD_USER_INPUT', 'The document has no such operation.')
    const conditions = conditionVariables(document)
    const read = { document, operation, conditions, shown, compiled: new Map() }
    operations.set(name ?? '', read)
    return read
  }

  function compiledOf(of: Known, name: string | undefined, values: Values): Promise<Compiled> {
    const key = JSON.stringify(values)
    const before = of.compiled.get(key)
    if (before) return before
    const made = compile(of, name, values)
    if (of.compiled.size < maxCompiled) of.compiled.set(key, made)
    // A failure is told to those who wait for it, and not kept.
    made.catch(() => of.compiled.delete(key))
    return made
  }

  async function compile(of: Known, name: string | undefined, values: Values): Promise<Compiled> {
    const { document, operation, shown } = of
    const plan = await planner.plan(decided(document, values), name)
    const around = { isOfType, isObjectType: isObject, checkRequired, checkAsked, shown }
    const { step, sharedAt } = compilePlan(plan, around)
    const question = { schema, document, operation, conditions: values, shown, sharedAt }
    return { step, write: compileAnswer(question) }
  }
}
