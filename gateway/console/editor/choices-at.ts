import {
  GraphQLBoolean,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { type Place, type Valued, placeAfter } from './place-at.ts'

/** One way to go on at a place of a document. */
export interface Choice {
  readonly label: string
  readonly detail: string
  readonly kind: 'field' | 'argument' | 'value' | 'type' | 'variable' | 'directive' | 'keyword'
  readonly description?: string | undefined
  readonly deprecated: boolean
  /** Text to write where it is more than the label; `|` is where the cursor goes. */
  readonly written?: string
}

export interface Choices {
  /** Offset at which what is chosen begins. */
  readonly from: number
  readonly choices: readonly Choice[]
}

/** What may be written at an offset of a document, best first; the document may be unfinished. Never fails. */
export function choicesAt(schema: GraphQLSchema, text: string, at: number): Choices {
  const word = /[@$]?\w*$/.exec(text.slice(0, at))?.[0] ?? ''
  const from = at - word.length
  const before = text.slice(0, from)
  if (word.startsWith('@')) return { from, choices: directives(schema) }
  const place = placeAfter(schema, before)
  if (word.startsWith('$')) return { from, choices: variables(text) }
  return { from, choices: choicesOf(schema, place, text) }
}

function choicesOf(schema: GraphQLSchema, place: Place, text: string): readonly Choice[] {
  switch (place.in) {
    case 'document':
      return ['query', 'fragment'].map((label) => plainChoice(label, 'keyword'))
    case 'selection':
      return fields(schema, place.type)
    case 'names':
      return place.of.map(named)
    case 'value':
      return [...values(place.type), ...variables(text)]
    case 'typeCondition':
      return conditions(schema, place.type)
    case 'variableType':
      return Object.values(schema.getTypeMap())
        .filter((type) => isInputType(type) && !type.name.startsWith('__'))
        .map(typeChoice)
    case 'nothing':
      return []
    default:
      return place satisfies never
  }
}

function fields(schema: GraphQLSchema, type: GraphQLNamedType | undefined): readonly Choice[] {
  if (type === undefined || !isCompositeType(type)) return []
  const own = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []
  const found = own.map((field): Choice => ({
    label: field.name,
    detail: String(field.type),
    kind: 'field',
    description: field.description ?? undefined,
    deprecated: field.deprecationReason != null,
  }))
  const typename = plainChoice('__typename', 'field', 'String!')
  const spread = isAbstractType(type) || type !== schema.getQueryType() ? [typename] : []
  return [...found, ...spread]
}

function named(one: Valued): Choice {
  return {
    label: one.name,
    detail: String(one.type),
    kind: 'argument',
    description: one.description ?? undefined,
    deprecated: one.deprecationReason != null,
    written: `${one.name}: ${opening(one.type)}`,
  }
}

/** What a value of a type begins and ends with. */
function opening(type: GraphQLType): string {
  const bare = isNonNullType(type) ? type.ofType : type
  if (isListType(bare)) return isInputObjectType(getNamedType(bare)) ? '[{|}]' : '[|]'
  if (isInputObjectType(bare)) return '{|}'
  const { name } = getNamedType(bare)
  return ['String', 'ID', 'Date', 'DateTime', 'PersonalId'].includes(name) ? '"|"' : '|'
}

function values(type: GraphQLType | undefined): readonly Choice[] {
  const bare = type && getNamedType(type)
  if (bare === GraphQLBoolean || bare?.name === 'Boolean')
    return ['true', 'false'].map((label) => plainChoice(label, 'value'))
  if (!isEnumType(bare)) return []
  return bare.getValues().map(({ name, description, deprecationReason }) => ({
    label: name,
    detail: '',
    kind: 'value',
    description: description ?? undefined,
    deprecated: deprecationReason != null,
  }))
}

function conditions(schema: GraphQLSchema, type: GraphQLNamedType | undefined): readonly Choice[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type).map(typeChoice)
  if (type) return [typeChoice(type)]
  return Object.values(schema.getTypeMap())
    .filter((one) => isCompositeType(one) && !one.name.startsWith('__'))
    .map(typeChoice)
}

function typeChoice(type: GraphQLNamedType): Choice {
  return {
    label: type.name,
    detail: '',
    kind: 'type',
    description: type.description ?? undefined,
    deprecated: false,
  }
}

function variables(text: string): readonly Choice[] {
  const found = new Set([...text.matchAll(/\$(\w+)\s*:/g)].map(([, name]) => `$${name}`))
  return [...found].map((label) => plainChoice(label, 'variable'))
}

function directives(schema: GraphQLSchema): readonly Choice[] {
  return schema
    .getDirectives()
    .filter(({ locations }) =>
      locations.some((one) => /^(FIELD|QUERY|FRAGMENT_SPREAD|INLINE_FRAGMENT)$/.test(one)),
    )
    .map(({ name, description }) => ({
      ...plainChoice(`@${name}`, 'directive'),
      description: description ?? undefined,
    }))
}

function plainChoice(label: string, kind: Choice['kind'], detail = ''): Choice {
  return { label, detail, kind, deprecated: false }
}
