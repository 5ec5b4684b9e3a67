import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql'
import { isRecord } from '../is-record.ts'

/**
 * Adds the input types, input fields and enum values that a variable's value names. Only names that the schema
 * has are taken, never a value of the caller's; the value was coerced before and its depth is bounded.
 */
export function valueUse(value: unknown, type: GraphQLInputType, found: Set<string>): void {
  if (value === undefined || value === null) return
  const open = getNullableType(type)
  const named = getNamedType(type)
  if (!isInputObjectType(named) && !isEnumType(named)) return
  if (isListType(open)) {
    // One value stands for a list of one (GraphQL, 3.12).
    for (const item of Array.isArray(value) ? value : [value]) valueUse(item, open.ofType, found)
    return
  }
  if (isEnumType(named)) {
    if (typeof value === 'string' && named.getValue(value)) found.add(`${named.name}.${value}`)
    return
  }
  if (isRecord(value)) objectUse(value, named, found)
}

function objectUse(
  value: Readonly<Record<string, unknown>>,
  type: GraphQLInputObjectType,
  found: Set<string>,
): void {
  found.add(type.name)
  const fields = type.getFields()
  for (const [name, item] of Object.entries(value)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field === undefined) continue
    found.add(`${type.name}.${name}`)
    valueUse(item, field.type, found)
  }
}
