import {
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLOutputType,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql'

/** JSON Schema (2020-12), as OpenAPI 3.1 has it. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Schemas that others refer to, by the names of their GraphQL types. */
export interface NamedSchemas {
  /** A reference to an enum or input object, which is told of once. */
  readonly of: (type: GraphQLEnumType | GraphQLInputObjectType) => JsonSchema
  /** All that were referred to, by name. */
  readonly all: () => Readonly<Record<string, JsonSchema>>
}

/** Opens the schemas of one description. */
export function openNamedSchemas(): NamedSchemas {
  const all = new Map<string, JsonSchema>()
  const of: NamedSchemas['of'] = (type) => {
    if (!all.has(type.name)) {
      // Input objects may hold themselves.
      all.set(type.name, {})
      all.set(type.name, isEnumType(type) ? enumSchema(type) : inputObject(type, { of }))
    }
    return { $ref: `#/components/schemas/${type.name}` }
  }
  const sorted = () => Object.fromEntries([...all].sort(([one], [other]) => (one < other ? -1 : 1)))
  return { of, all: sorted }
}

/** What a variable or an input field of a type takes. */
export function inputSchema(type: GraphQLInputType, named: Pick<NamedSchemas, 'of'>): JsonSchema {
  if (isNonNullType(type)) return presentInput(type.ofType, named)
  return orNull(presentInput(type, named))
}

/** The same where nothing is null. */
export function presentInput(type: GraphQLInputType, named: Pick<NamedSchemas, 'of'>): JsonSchema {
  if (isNonNullType(type)) return presentInput(type.ofType, named)
  if (isListType(type)) return { type: 'array', items: inputSchema(type.ofType, named) }
  if (isScalarType(type)) return own(taken, type.name) ?? own(answered, type.name) ?? {}
  return named.of(type)
}

/** What an answer holds where a type is; `object` describes what is selected of one. */
export function outputSchema(
  type: GraphQLOutputType,
  { named, object }: { readonly named: NamedSchemas; readonly object: () => JsonSchema },
): JsonSchema {
  if (isNonNullType(type)) return presentOutput(type.ofType, { named, object })
  return orNull(presentOutput(type, { named, object }))
}

function presentOutput(
  type: GraphQLOutputType,
  parts: { readonly named: NamedSchemas; readonly object: () => JsonSchema },
): JsonSchema {
  if (isNonNullType(type)) return presentOutput(type.ofType, parts)
  if (isListType(type)) return { type: 'array', items: outputSchema(type.ofType, parts) }
  if (isScalarType(type)) return own(answered, type.name) ?? {}
  return isEnumType(type) ? parts.named.of(type) : parts.object()
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type } = schema
  if (type === undefined)
    return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: 'null' }] }
  return { ...schema, type: [...(Array.isArray(type) ? type : [type]), 'null'] }
}

function enumSchema(type: GraphQLEnumType): JsonSchema {
  return {
    type: 'string',
    ...described(type),
    enum: type.getValues().map(({ name }) => name),
  }
}

function inputObject(type: GraphQLInputObjectType, named: Pick<NamedSchemas, 'of'>): JsonSchema {
  const fields = Object.values(type.getFields())
  const required = fields
    .filter((field) => isNonNullType(field.type) && field.defaultValue === undefined)
    .map(({ name }) => name)
  return {
    type: 'object',
    ...described(type),
    properties: Object.fromEntries(
      fields.map((field) => [field.name, inputSchema(field.type, named)]),
    ),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  }
}

/** A description where there is one. */
export function described({
  description,
}: {
  readonly description?: string | null | undefined
}): JsonSchema {
  return description ? { description } : {}
}

/** What answers hold; dates and personal numbers may be masked, and then are shorter or of other characters. */
const answered: Readonly<Record<string, JsonSchema>> = {
  ID: { type: 'string' },
  String: { type: 'string' },
  Int: { type: 'integer', format: 'int32' },
  Float: { type: 'number', format: 'double' },
  Boolean: { type: 'boolean' },
  BigInt: { type: ['integer', 'string'], pattern: '^-?[0-9]{1,19}$' },
  Date: { type: 'string', description: 'YYYY-MM-DD; YYYY where it is masked.' },
  DateTime: { type: 'string', format: 'date-time' },
  LocalDateTime: { type: 'string', description: 'YYYY-MM-DDThh:mm:ss, without a zone.' },
  PersonalId: { type: 'string' },
  JSON: {},
}

/** What is taken otherwise than it is answered. */
const taken: Readonly<Record<string, JsonSchema>> = {
  Date: { type: 'string', format: 'date' },
  DateTime: {
    type: 'string',
    description: 'RFC 3339, or YYYY-MM-DD for its midnight in Viet Nam.',
  },
  PersonalId: { type: 'string', pattern: '^[0-9]{12}$' },
}

function own(schemas: Readonly<Record<string, JsonSchema>>, name: string): JsonSchema | undefined {
  return Object.hasOwn(schemas, name) ? schemas[name] : undefined
}
