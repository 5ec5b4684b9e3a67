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
import type { CostTable } from '../limits/list-sizes.ts'
import { documentText } from '../document/document-text.ts'
import { type Made, type Used, openKeptPlans } from '../planning/kept-plans.ts'
import { planBytes } from '../planning/plan-bytes.ts'
import { type RequestTelemetry, staged } from '../telemetry/request-telemetry.ts'
import type { CacheState } from '../state/cache-state.ts'
import type { Planner } from '../planning/planner.ts'
import { within } from '../planning/within.ts'
import { writtenJson } from './answer-text.ts'
import type { CatalogueOf } from './catalogue-fetch.ts'
import { type WriteAnswer, compileAnswer } from './compile-answer.ts'
import { type CompiledPlan, compilePlan } from './compile-plan.ts'
import type { Deadline } from './deadline.ts'
import { decided } from './decided.ts'
import { openForeignFields } from './foreign-fields.ts'
import { unexplained } from './unexplained.ts'
import { openWriting } from './writing.ts'
import type { MinistryError } from './ministry-error.ts'
import { openOwnNames } from './own-names.ts'
import { openRoom } from './room.ts'
import type { AskMinistry, Errand, Run, Step } from './run.ts'
import { openTypeNames } from './type-names.ts'

/** An operation to execute: validated, authorised, its variables checked. */
export interface Asked {
  readonly document: DocumentNode
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
  readonly masks: Masks
  readonly ask: AskMinistry
  /** Ends the wait for a plan; none when absent. */
  readonly deadline?: Deadline
  readonly telemetry?: RequestTelemetry | undefined
}

export interface Executed {
  /** JSON. */
  readonly data: string | Buffer
  /** In the order in which they happened; at places of the answer. */
  readonly errors: readonly MinistryError[]
  /** Objects that it holds, each by its weight: the actual cost. */
  readonly objects: number
}

/** An operation that is planned, with its conditions decided. */
export interface Planned {
  readonly document: DocumentNode
  readonly operationName: string | undefined
  readonly conditions: Readonly<Record<string, boolean>>
}

/**
 * Executes operations: planned and compiled once for each document and each set of values of its conditions,
 * then run by ministries' answers alone. Plans are kept within 64 MiB.
 */
export interface Executor {
  /** Fails with a CodedError, or with an Error that is the gateway's own fault. */
  readonly execute: (asked: Asked) => Promise<Executed>
  /** What a ministry would be asked, where one errand to one ministry answers the operation as it is written. */
  readonly errandOf: (
    asked: Pick<Asked, 'document' | 'operationName' | 'variables' | 'deadline'>,
  ) => Promise<Errand | undefined>
  /** Plans an operation before it is asked for, as if it had been used so often. */
  readonly planAhead: (planned: Planned, uses: number) => Promise<void>
  /** What was planned, the most used first. */
  readonly mostUsed: (limit: number) => readonly Used<Planned>[]
  /** The plans that are kept. */
  readonly cache: () => CacheState
}

export interface ExecutorParts {
  /** What clients may query. */
  readonly schema: GraphQLSchema
  readonly supergraph: DocumentNode
  readonly planner: Planner
  /** Which fetches read catalogues alone; none, when absent. */
  readonly catalogueOf?: CatalogueOf
  /** Characters of an answer's data, at most. */
  readonly maxLength: number
  /** `@cost` of fields and types; each object weighs 1 where it is absent. */
  readonly weights?: CostTable['weights']
}

/** An operation, read. */
interface Known {
  /** Its number among those of the executor. */
  readonly id: number
  readonly given: DocumentNode
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** Names of the variables that decide conditions. */
  readonly conditions: readonly string[]
  readonly shown: (name: string) => string
}

interface Decided {
  readonly of: Known
  readonly values: Readonly<Record<string, boolean>>
}

/** An operation with its conditions decided. */
interface Compiled {
  readonly step: Step
  readonly errand: CompiledPlan['errand']
  readonly write: WriteAnswer
}

const maxPlanBytes = 64 * 1024 * 1024

/** Opens the execution of operations on one supergraph. */
export function openExecutor(parts: ExecutorParts): Executor {
  const { schema, supergraph, planner, maxLength, weights, catalogueOf = () => undefined } = parts
  const isOfType = openTypeNames(supergraph)
  const ownNames = openOwnNames(supergraph)
  const checkAsked = openForeignFields(supergraph)
  const isObject = (name: unknown): boolean =>
    typeof name === 'string' && isObjectType(schema.getType(name))
  const known = new WeakMap<DocumentNode, Map<string, Known>>()
  const kept = openKeptPlans<Decided, Compiled>(
    maxPlanBytes,
    ({ of, values }) => `${of.id} ${JSON.stringify(values)}`,
  )
  let ids = 0

  function knownOf(given: DocumentNode, name: string | undefined): Known {
    const operations = known.get(given) ?? new Map<string, Known>()
    known.set(given, operations)
    const before = operations.get(name ?? '')
    if (before) return before
    const { document, shown } = ownNames(given)
    const operation = getOperationAST(document, name)
    if (!operation) throw new CodedError('BAD_USER_INPUT', 'The document has no such operation.')
    const own = operation.name?.value ?? ''
    // Most documents have no directive at all.
    const conditions = documentText(given).includes('@') ? conditionVariables(document) : []
    const read = operations.get(own) ?? { id: ids++, given, document, operation, conditions, shown }
    for (const one of [own, name ?? '']) operations.set(one, read)
    return read
  }

  const compiledOf = (decision: Decided): Compiled | Promise<Compiled> =>
    kept.take(decision, () => compile(decision))

  async function compile({ of, values }: Decided): Promise<Made<Compiled>> {
    const { document, operation, shown } = of
    const plan = await planner.plan(decided(document, values), operation.name?.value)
    const around = { isOfType, isObjectType: isObject, checkAsked, catalogueOf, shown }
    const { step, sharedAt, errand } = compilePlan(plan, around)
    const weighing = weights === undefined ? {} : { weights }
    const question = {
      schema,
      document,
      operation,
      conditions: values,
      shown,
      sharedAt,
      ...weighing,
    }
    const isAsWritten = document === of.given
    return {
      value: { step, errand: isAsWritten ? errand : undefined, write: compileAnswer(question) },
      bytes: planBytes(plan),
    }
  }

  return {
    async execute({ document, operationName, variables, masks, ask, deadline, telemetry }) {
      const of = knownOf(document, operationName)
      const values = conditionValues(of.conditions, of.operation, variables)
      const compiled = compiledOf({ of, values })
      const { step, write } =
        compiled instanceof Promise
          ? await staged(telemetry, 'plan', () => within(compiled, deadline))
          : compiled
      const run: Run = {
        data: {},
        variables,
        errors: [],
        ask,
        room: openRoom(),
        found: new Map(),
        subjects: new Map(),
        batches: new Map(),
      }
      await step(run)
      const writing = openWriting(masks, maxLength)
      const data = writtenJson(write(run.data, writing))
      const errors = [...run.errors, ...unexplained(writing.misfits, run.errors)]
      return { data, errors, objects: writing.objects }
    },
    async errandOf({ document, operationName, variables, deadline }) {
      const of = knownOf(document, operationName)
      const values = conditionValues(of.conditions, of.operation, variables)
      const compiled = compiledOf({ of, values })
      const { errand } = compiled instanceof Promise ? await within(compiled, deadline) : compiled
      return errand?.(variables)
    },
    async planAhead({ document, operationName, conditions }, uses) {
      const decision = { of: knownOf(document, operationName), values: conditions }
      await compiledOf(decision)
      kept.credit(decision, uses)
    },
    mostUsed: (limit) =>
      kept.mostUsed(limit).map(({ key: { of, values }, uses }) => ({
        key: {
          document: of.given,
          operationName: of.operation.name?.value,
          conditions: values,
        },
        uses,
      })),
    cache: () => kept.state(),
  }
}
