import {
  type GraphQLSchema,
  type StringValueNode,
  TypeInfo,
  getNamedType,
  isInputObjectType,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { isRecord } from '../../api/refused.ts'
import { operationsIn, parsedDocument, variablesOf } from '../../editor/operations-of.ts'
import type { Draft } from './bench.ts'

/** What stands in the place of a personal number that is not kept. */
export const leftOut = '…'

/** Personal numbers have 12 digits; those of 9 are the older identity cards. */
const looksPersonal = /(?<!\d)(?:\d{12}|\d{9})(?!\d)/g

/**
 * A question as it may be kept: without what was given as a personal number, be it written in the document or in a
 * variable. Undefined for a text that is no document: nobody can say what is in it.
 */
export function withoutPersonalNumbers(schema: GraphQLSchema, draft: Draft): Draft | undefined {
  const document = parsedDocument(draft.query)
  if (document === undefined) return undefined
  const spots: StringValueNode[] = []
  const types = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(types, {
      StringValue: (node) => {
        const type = types.getInputType()
        if (type && getNamedType(type).name === 'PersonalId') spots.push(node)
      },
    }),
  )
  const query = spots
    .toSorted((one, other) => (other.loc?.start ?? 0) - (one.loc?.start ?? 0))
    .reduce(
      (text, { loc }) =>
        loc ? `${text.slice(0, loc.start)}"${leftOut}"${text.slice(loc.end)}` : text,
      draft.query,
    )
  return {
    ...draft,
    query: query.replaceAll(looksPersonal, leftOut),
    variables: variablesWithout(schema, draft).replaceAll(looksPersonal, leftOut),
  }
}

function variablesWithout(schema: GraphQLSchema, { query, variables, operation }: Draft): string {
  if (variables.trim() === '') return ''
  const given = parsed(variables)
  if (!isRecord(given)) return ''
  const operations = operationsIn(parsedDocument(query))
  const chosen = operations.filter(({ name }) => !operation || name?.value === operation)
  const declared = new Map(
    chosen.flatMap((one) => variablesOf(schema, one)).map(({ name, type }) => [name, type]),
  )
  const kept = Object.entries(given).map(([name, value]) => {
    const type = declared.get(name)
    return [name, type ? valueWithout(value, getNamedType(type)) : leftOut]
  })
  return JSON.stringify(Object.fromEntries(kept), undefined, 2)
}

function valueWithout(value: unknown, type: unknown): unknown {
  if (isRecord(type) && type['name'] === 'PersonalId') return leftOut
  if (Array.isArray(value)) return value.map((item) => valueWithout(item, type))
  if (!isRecord(value) || !isInputObjectType(type)) return value
  const fields = type.getFields()
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const of = fields[name]?.type
      return [name, of ? valueWithout(inner, getNamedType(of)) : leftOut]
    }),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
