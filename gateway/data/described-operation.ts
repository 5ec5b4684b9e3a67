import { type GraphQLInputType, getNullableType, isListType } from 'graphql'
import type { Caller } from '../../auth/caller.ts'
import { chosenPurpose } from '../../auth/chosen-purpose.ts'
import { CodedError } from '../../schema/errors.ts'
import { parametersOf } from '../reports/parameters-of.ts'
import { documentIdOf } from '../trusted/document-id.ts'
import { answerSchema } from './answer-schema.ts'
import { dataFormats } from './asked-format.ts'
import { hasTable } from './data-table.ts'
import { formatParameter, parameterTypes } from './given-variables.ts'
import { type JsonSchema, type NamedSchemas, inputSchema, presentInput } from './json-schema.ts'
import { isJsonText } from './parameter-value.ts'
import type { UsableDocument } from './usable-document.ts'

/** A usable document, and for whom it is described. */
export interface Describable {
  readonly usable: UsableDocument
  readonly text: string
  readonly caller: Caller
}

interface Parameter {
  readonly name: string
  readonly type: GraphQLInputType
  readonly required: boolean
  readonly schema: JsonSchema
  /** In a search nothing is null: what is not given is left out. */
  readonly present: JsonSchema
}

/** The two operations of an address, as a path item of OpenAPI 3.1. */
export function describedOperation(describable: Describable, named: NamedSchemas): JsonSchema {
  const { usable, text } = describable
  const { name } = usable
  const parameters = parametersIn(usable, named)
  const isOwn = parameters.some((one) => one.name === formatParameter)
  const format = isOwn ? [] : [formatOf()]
  const purpose = purposeOf(describable)
  const responses = responsesOf(describable, named)
  const shared = { 'x-document-id': documentIdOf(text), responses }
  return {
    get: {
      operationId: `get-${name}`,
      parameters: [...parameters.map(searchParameter), ...format, ...purpose],
      ...shared,
    },
    post: {
      operationId: `post-${name}`,
      parameters: [formatOf(), ...purpose],
      requestBody: bodyOf(parameters),
      ...shared,
    },
  }
}

function parametersIn(
  { schema, operation, parameters: definitions }: UsableDocument,
  named: NamedSchemas,
): readonly Parameter[] {
  const types = parameterTypes(schema, definitions)
  const own = { ...operation, variableDefinitions: [...definitions] }
  return parametersOf(own, {}).flatMap(({ name, required, default: value }) => {
    const type = types.get(name)
    if (type === undefined) return []
    const given = value === undefined ? {} : { default: value }
    const inBody = { ...inputSchema(type, named), ...given }
    const present = { ...presentInput(type, named), ...given }
    return [{ name, type, required, schema: inBody, present }]
  })
}

function searchParameter({ name, type, required, present: schema }: Parameter): JsonSchema {
  const head = { name, in: 'query', required }
  if (isJsonText(type)) return { ...head, content: { 'application/json': { schema } } }
  if (!isListType(getNullableType(type))) return { ...head, schema }
  return { ...head, schema, style: 'form', explode: true }
}

function bodyOf(parameters: readonly Parameter[]): JsonSchema {
  const required = parameters.filter((one) => one.required).map(({ name }) => name)
  const schema = {
    type: 'object',
    properties: Object.fromEntries(parameters.map((one) => [one.name, one.schema])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  }
  return { required: required.length > 0, content: { 'application/json': { schema } } }
}

function formatOf(): JsonSchema {
  return { name: formatParameter, in: 'query', schema: { type: 'string', enum: [...dataFormats] } }
}

/** The header, where the document reads records of persons; it need not be sent where one is taken by itself. */
function purposeOf({ usable, caller }: Describable): readonly JsonSchema[] {
  const { classes, purposes } = usable
  if (classes.length === 0) return []
  const schema = { type: 'string', enum: purposes.map(({ id }) => id).sort() }
  return [{ name: 'X-Purpose', in: 'header', required: !isTaken(caller, usable), schema }]
}

function isTaken(caller: Caller, { classes: touched }: UsableDocument): boolean {
  try {
    return chosenPurpose({ caller, named: undefined, touched }) !== undefined
  } catch (error) {
    if (error instanceof CodedError) return false
    throw error
  }
}

function responsesOf({ usable, text }: Describable, named: NamedSchemas): JsonSchema {
  const { schema } = usable
  const answer = {
    type: 'object',
    properties: {
      data: answerSchema(schema, usable, named),
      warnings: { type: 'array', items: { $ref: '#/components/schemas/data.Warning' } },
      extensions: { $ref: '#/components/schemas/data.Extensions' },
    },
    required: ['data', 'extensions'],
  }
  const csv = hasTable(schema, text) ? { 'text/csv': { schema: { type: 'string' } } } : {}
  return {
    '200': {
      description: 'The answer; `warnings` say what is missing in it.',
      content: { 'application/json': { schema: answer }, ...csv },
    },
    default: { $ref: '#/components/responses/Problem' },
  }
}
