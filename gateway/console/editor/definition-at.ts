import {
  type GraphQLEnumValue,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
} from 'graphql'
import { fieldOf, placeAfter } from './place-at.ts'

/** What a word of a document means. */
export interface Definition {
  /** As the specification writes it: `Type.field`, `Type.field(argument:)`, `@directive`. */
  readonly coordinate: string
  readonly signature: string
  readonly description: string | undefined
  readonly deprecation: string | undefined
  readonly from: number
  readonly to: number
}

type Found = Omit<Definition, 'from' | 'to'>

/** What the word at an offset of a document means; undefined between words and for what the schema does not hold. */
export function definitionAt(
  schema: GraphQLSchema,
  text: string,
  at: number,
): Definition | undefined {
  const before = /[@$]?\w*$/.exec(text.slice(0, at))?.[0] ?? ''
  const after = /^\w*/.exec(text.slice(at))?.[0] ?? ''
  const word = before + after
  const from = at - before.length
  if (word === '' || word.startsWith('$')) return undefined
  const found = word.startsWith('@')
    ? directiveNamed(schema, word.slice(1))
    : meaning(schema, text.slice(0, from), word)
  return found && { ...found, from, to: from + word.length }
}

function meaning(schema: GraphQLSchema, before: string, word: string): Found | undefined {
  const place = placeAfter(schema, before)
  if (place.in === 'selection') return fieldIn(schema, place.type, word)
  if (place.in === 'names') {
    const one = place.of.find(({ name }) => name === word)
    return one && shown(`${place.owner}.${word}`, `: ${String(one.type)}`, one)
  }
  if (place.in === 'value') return valueOf(place.type, word)
  if (place.in === 'document' || place.in === 'nothing') return undefined
  const type = schema.getType(word)
  return type && shown(word, '', type)
}

function valueOf(of: GraphQLInputType | undefined, word: string): Found | undefined {
  const type = of && getNamedType(of)
  const value = isEnumType(type) ? type.getValue(word) : undefined
  return value ? enumValue(type?.name ?? '', value) : undefined
}

function fieldIn(
  schema: GraphQLSchema,
  type: GraphQLNamedType | undefined,
  word: string,
): Found | undefined {
  const field = fieldOf(schema, type, word)
  return field && shown(`${type?.name ?? ''}.${word}`, `: ${String(field.type)}`, field)
}

function enumValue(type: string, value: GraphQLEnumValue): Found {
  return shown(`${type}.${value.name}`, '', value)
}

function directiveNamed(schema: GraphQLSchema, name: string): Found | undefined {
  const directive = schema.getDirective(name)
  return directive ? shown(`@${name}`, '', directive) : undefined
}

function shown(
  coordinate: string,
  type: string,
  {
    description,
    deprecationReason,
  }: {
    readonly description?: string | null | undefined
    readonly deprecationReason?: string | null | undefined
  },
): Found {
  return {
    coordinate,
    signature: `${coordinate}${type}`,
    description: description ?? undefined,
    deprecation: deprecationReason ?? undefined,
  }
}
