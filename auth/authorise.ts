import { createHash } from 'node:crypto'
import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  execute,
  getOperationAST,
  print,
  visit,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { CodedError } from '../schema/errors.ts'
import type { ClassTable, ReadClass } from './class-table.ts'
import { conditionValues, conditionVariables } from './condition-variables.ts'
import { type DryNotes, drySchema } from './dry-schema.ts'
import { drySize } from './dry-size.ts'
import type { Grants } from './grants.ts'
import { permissionKey } from './permission-key.ts'
import type { RequirementTable } from './requirement-table.ts'
import { shielded } from './shield.ts'

/** A document that was validated against the API schema, and with what it is asked. */
export interface Question {
  readonly document: DocumentNode
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
  readonly grants: Grants
}

/** What a document may not read, and what it would read of persons. */
export interface Judgement {
  /** The schema coordinates refused, sorted; empty = allowed. */
  readonly refused: readonly string[]
  /** The classes of personal data that it touches, sorted; they take a purpose. */
  readonly classes: readonly ReadClass[]
}

export type Authorise = (question: Question) => Promise<Judgement>

interface DryContext extends DryNotes {
  readonly grants: Grants
}

interface Prepared {
  readonly hash: string
  readonly conditions: readonly string[]
  /** The document without introspection, which the caller of this module decides about. */
  readonly dry: DocumentNode
}

/** Fields that one document may visit in the dry run: fragments and interfaces can multiply them. */
const maxVisits = 10_000

/**
 * Opens the gateway's judge of documents: each is executed on a dry copy of the API schema wrapped in
 * graphql-shield, so that what would be read is what is judged, before any ministry is asked. Aliases,
 * fragments, `@skip` and `@include` count as they would in earnest. Verdicts are kept by document text,
 * operation, permissions and the Boolean variables of conditions. The judge fails with BAD_USER_INPUT
 * (a condition without a Boolean, no such operation) or DOCUMENT_TOO_LARGE (over 10,000 fields to visit).
 */
export function openAuthoriser(given: {
  readonly schema: GraphQLSchema
  readonly table: RequirementTable
  readonly classes: ClassTable
}): Authorise {
  const dry = shielded<DryContext>(drySchema(given.schema), {
    requirement: given.table.requirement,
    grantsOf: (context) => context.grants,
  })
  const verdicts = new LRUCache<string, Judgement>({ max: 10_000 })
  const prepared = new WeakMap<DocumentNode, Prepared>()

  return async ({ document, operationName, variables, grants }) => {
    const operation = getOperationAST(document, operationName)
    if (!operation) throw new CodedError('BAD_USER_INPUT', 'The document has no such operation.')
    const ready = prepared.get(document) ?? prepare(document)
    prepared.set(document, ready)
    const values = conditionValues(ready.conditions, operation, variables ?? {})
    const key = [
      ready.hash,
      operation.name?.value ?? '',
      permissionKey(grants),
      JSON.stringify(values),
    ].join(' ')
    const known = verdicts.get(key)
    if (known !== undefined) return known
    const verdict = await judged(
      { schema: dry, classes: given.classes },
      { document: ready.dry, operation, values, grants },
    )
    verdicts.set(key, verdict)
    return verdict
  }
}

async function judged(
  { schema, classes }: { schema: GraphQLSchema; classes: ClassTable },
  asked: {
    document: DocumentNode
    operation: OperationDefinitionNode
    values: Readonly<Record<string, boolean>>
    grants: Grants
  },
): Promise<Judgement> {
  const entered = new Set<string>()
  const context: DryContext = { grants: asked.grants, entered }
  if (drySize(schema, asked.document, asked.operation) > maxVisits)
    throw new CodedError('DOCUMENT_TOO_LARGE', undefined, {
      limit: 'fieldsVisited',
      allowed: maxVisits,
    })
  const result = await execute({
    schema,
    document: withConditionsOnly(asked.document, asked.operation, asked.values),
    operationName: asked.operation.name?.value,
    variableValues: asked.values,
    contextValue: context,
  })
  const refused = new Set<string>()
  for (const { originalError } of result.errors ?? []) {
    const coordinates =
      originalError instanceof CodedError && originalError.code === 'FORBIDDEN'
        ? (originalError.extensions['coordinates'] as readonly string[])
        : undefined
    // Anything but a refusal means that the document was not judged whole.
    if (coordinates === undefined) throw new CodedError('INTERNAL_SERVER_ERROR')
    for (const coordinate of coordinates) refused.add(coordinate)
  }
  const touched = [...entered].flatMap((coordinate) => {
    const [typeName = '', fieldName = ''] = coordinate.split('.')
    return classes.touched(typeName, fieldName)
  })
  return Object.freeze({
    refused: Object.freeze([...refused].sort()),
    classes: Object.freeze([...new Set(touched)].sort()),
  })
}

/** Only the variables of conditions are declared: no other value is looked at in the dry run. */
function withConditionsOnly(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  values: Readonly<Record<string, boolean>>,
): DocumentNode {
  const isCondition = (name: string) => Object.hasOwn(values, name)
  return {
    ...document,
    definitions: document.definitions.map((node) =>
      node.kind === Kind.OPERATION_DEFINITION && node.name?.value === operation.name?.value
        ? {
            ...node,
            variableDefinitions: (node.variableDefinitions ?? []).filter(({ variable }) =>
              isCondition(variable.name.value),
            ),
          }
        : node,
    ),
  }
}

function prepare(document: DocumentNode): Prepared {
  const text = document.loc?.source.body ?? print(document)
  return {
    hash: createHash('sha256').update(text).digest('base64'),
    conditions: conditionVariables(document),
    dry: visit(document, {
      Field: ({ name }) =>
        name.value === '__schema' || name.value === '__type' ? null : undefined,
    }),
  }
}
