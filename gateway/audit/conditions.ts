import {
  type DocumentNode,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql'
import { enumName, generatedName } from '../../schema/model/generated-name.ts'
import type { DocumentUseOf } from '../use/document-use.ts'
import { valueUse } from '../use/value-use.ts'

/** By which fields an operation filters, orders, groups or measures: schema coordinates, sorted. */
export type ConditionsOf = (
  document: DocumentNode,
  operationName: string | undefined,
  variables: Readonly<Record<string, unknown>>,
) => readonly string[]

/**
 * Answers the fields of records behind the conditions of operations. They are told by the names that the
 * expander generates: `PersonFilter.sex` and `PersonDimension.SEX` are `Person.sex`. A key of groups that is no
 * field of the record is that of the group's key. Values are not looked at.
 */
export function openConditions(schema: GraphQLSchema, useOf: DocumentUseOf): ConditionsOf {
  const fields = fieldsBehind(schema)
  return (document, operationName, variables) => {
    const { coordinates, open } = useOf(document, operationName)
    const used = new Set(coordinates)
    for (const { variable, type } of open)
      if (Object.hasOwn(variables, variable)) valueUse(variables[variable], type, used)
    const found = [...used].flatMap((coordinate) => fields.get(coordinate) ?? [])
    return [...new Set(found)].sort()
  }
}

/** By coordinate of an input field or enum value, the coordinate of the field that it stands for. */
function fieldsBehind(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const behind = new Map<string, string>()
  for (const { name } of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    const own = fieldNames(schema, name)
    const keys = fieldNames(schema, generatedName.groupKey(name))
    for (const input of [
      generatedName.filter(name),
      generatedName.keyFilter(name),
      generatedName.having(name),
    ])
      for (const field of inputNames(schema, input))
        if (own.has(field)) behind.set(`${input}.${field}`, `${name}.${field}`)
    const named = new Map([...own].map((field) => [enumName(field), `${name}.${field}`]))
    const grouped = new Map(
      [...keys].map((key) => [enumName(key), `${generatedName.groupKey(name)}.${key}`]),
    )
    for (const choice of [
      generatedName.orderField(name),
      generatedName.dimension(name),
      generatedName.measureField(name),
    ])
      for (const value of valueNames(schema, choice)) {
        const field = named.get(value) ?? grouped.get(value)
        if (field !== undefined) behind.set(`${choice}.${value}`, field)
      }
  }
  return behind
}

function fieldNames(schema: GraphQLSchema, name: string): ReadonlySet<string> {
  const type = schema.getType(name)
  return new Set(isObjectType(type) ? Object.keys(type.getFields()) : [])
}

function inputNames(schema: GraphQLSchema, name: string): readonly string[] {
  const type = schema.getType(name)
  return isInputObjectType(type) ? Object.keys(type.getFields()) : []
}

function valueNames(schema: GraphQLSchema, name: string): readonly string[] {
  const type = schema.getType(name)
  return isEnumType(type) ? type.getValues().map((value) => value.name) : []
}
