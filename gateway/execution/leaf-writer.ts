import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql'
import { masked } from '../../auth/mask.ts'
import { stringText, valueText } from './json-text.ts'
import { type Write, misfit } from './writing.ts'

/** The scalar of personal numbers in every ministry's schema. */
const personalId = 'PersonalId'

const maxInt = 2 ** 31

/**
 * Writes a scalar or an enum. The five scalars of GraphQL and enums are checked; other scalars are taken
 * as the ministry gives them. Ministries mask their own columns; a person's number is the key by which the
 * next ministry is asked, so it can be masked only here.
 */
export function leafWriter(type: GraphQLLeafType): Write {
  if (isEnumType(type)) {
    const texts = new Map(type.getValues().map(({ name }) => [name, stringText(name)]))
    return checked((value) => (typeof value === 'string' ? texts.get(value) : undefined))
  }
  switch (type.name) {
    case personalId:
      return (value, { masks }) =>
        value === null || value === undefined ? 'null' : valueText(numbersMasked(value, masks))
    case GraphQLString.name:
      return checked((value) => (typeof value === 'string' ? stringText(value) : undefined))
    case GraphQLID.name:
      return checked((value) => (typeof value === 'string' ? stringText(value) : wholeText(value)))
    case GraphQLBoolean.name:
      return checked((value) => (typeof value === 'boolean' ? String(value) : undefined))
    case GraphQLInt.name:
      return checked((value) => (isInt(value) ? String(value) : undefined))
    case GraphQLFloat.name:
      return checked((value) => (Number.isFinite(value) ? String(value) : undefined))
    default:
      return (value) => (value === undefined ? 'null' : valueText(value))
  }
}

function checked(textOf: (value: unknown) => string | undefined): Write {
  return (value, writing, key) =>
    value === null || value === undefined ? 'null' : (textOf(value) ?? misfit(writing, key))
}

/** An ID may be a whole number in a ministry's JSON; in an answer it is a string (GraphQL, 3.5.5). */
function wholeText(value: unknown): string | undefined {
  return Number.isInteger(value) ? `"${String(value)}"` : undefined
}

function isInt(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= -maxInt && (value as number) < maxInt
}

type Masks = Parameters<typeof masked>[0]

function numbersMasked(value: unknown, masks: Masks): unknown {
  if (Array.isArray(value)) return value.map((item) => numbersMasked(item, masks))
  return masked(masks, 'NUMBER', value)
}
