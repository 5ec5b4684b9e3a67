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
import { unexplained } from './unexplained.ts'
import type { MinistryError } from './ministry-error.ts'
import { openOwnNames } from './own-names.ts'
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
 * Executes operations: planned and compiled once for each document, then run by ministries' answers alone.
 * Fails with a CodedError, or with an Error that is the gateway's own fault.
 */
export type Execute = (asked: Asked) => Promise<Executed>

export interface ExecutorParts {
  /** What clients may query. */
  readonly schema: GraphQLSchema
  readonly supergraph: DocumentNode
  readonly planner: Planner
}

/** An operation, compiled. */
interface Compiled {
  readonly operation: OperationDefinitionNode
  readonly conditions: readonly string[]
  readonly step: Step
  readonly answerFor: (conditions: Readonly<Record<string, boolean>>) => WriteAnswer
}

/** Writers kept for one operation; each set of values of its conditions has its own. */
const maxWriters = 64

/** Opens the execution of operations on one supergraph. */
export function openExecutor({ schema, supergraph, planner }: ExecutorParts): Execute {
  const isOfType = openTypeNames(supergraph)
  const ownNames = openOwnNames(supergraph)
  const isObject = (name: unknown): boolean =>
    typeof name === 'string' && isObjectType(schema.getType(name))
  const compiled = new WeakMap<DocumentNode, Map<string, Promise<Compiled>>>()

  return async ({ document, operationName, variables, masks, ask }) => {
    const { operation, conditions, step, answerFor } = await compiledOf(document, operationName)
    const values = conditionValues(conditions, operation, variables)
    const write = answerFor(values)
    const run: Run = { data: {}, variables, errors: [], ask, batches: new Map() }
    await step(run)
    const misfits: (readonly (string | number)[])[] = []
    const written = write(run.data, { masks, path: [], misfits })
    return {
      data: answerText(written),
      errors: [...run.errors, ...unexplained(misfits, run.errors)],
    }
  }

  function compiledOf(document: DocumentNode, name: string | undefined): Promise<Compiled> {
    const operations = compiled.get(document) ?? new Map<string, Promise<Compiled>>()
    compiled.set(document, operations)
    const known = operations.get(name ?? '')
    if (known) return known
    const made = compile(document, name)
    operations.set(name ?? '', made)
    // A failure is told to those who wait for it, and not kept.
    made.catch(() => operations.delete(name ?? ''))
    return made
  }

  async function compile(given: DocumentNode, name: string | undefined): Promise<Compiled> {
    const { document, shown } = ownNames(given)
    const operation = getOperationAST(document, name)
    if (!operation) throw new CodedError('BAD_USER_INPUT', 'The document has no such operation.')
    const conditions = conditionVariables(document)
    const isTrue = (variables: Asked['variables'], condition: string): boolean =>
      conditionValues([condition], operation, variables)[condition] === true
    const plan = await planner.plan(document, name)
    const step = compilePlan(plan, { isOfType, isObjectType: isObject, isTrue, shown })
    const writers = new Map<string, WriteAnswer>()
    const answerFor = (values: Readonly<Record<string, boolean>>): WriteAnswer => {
      const key = JSON.stringify(values)
      const known = writers.get(key)
      if (known) return known
      const write = compileAnswer({ schema, document, operation, conditions: values, shown })
      if (writers.size < maxWriters) writers.set(key, write)
      return write
    }
    return { operation, conditions, step, answerFor }
  }
}
