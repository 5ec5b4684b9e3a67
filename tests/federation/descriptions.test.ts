import { buildSubgraphSchema } from '@apollo/subgraph'
import { type GraphQLNamedType, parse } from 'graphql'
import { expect, test } from 'vitest'
import { expand } from '../../schema/expand/expand.ts'
import { ministryFiles } from '../support/ministry-files.ts'

const builtIn = new Set(['String', 'ID', 'Int', 'Float', 'Boolean', 'Query'])

/** Every coordinate of a type with its description. */
function described(type: GraphQLNamedType): (readonly [string, string | null | undefined])[] {
  const found: (readonly [string, string | null | undefined])[] = [[type.name, type.description]]
  if ('getValues' in type)
    for (const value of type.getValues())
      found.push([`${type.name}.${value.name}`, value.description])
  if (!('getFields' in type)) return found
  for (const field of Object.values(type.getFields())) {
    found.push([`${type.name}.${field.name}`, field.description])
    for (const arg of 'args' in field ? field.args : [])
      found.push([`${type.name}.${field.name}(${arg.name}:)`, arg.description])
  }
  return found
}

test.each(ministryFiles())(
  '$name describes everything that it publishes in Vietnamese and English',
  ({ model }) => {
    const schema = buildSubgraphSchema({ typeDefs: parse(expand(model)) })
    const types = Object.values(schema.getTypeMap()).filter(
      ({ name }) => !builtIn.has(name) && !/^(_|federation__|link__|lienthong__)/.test(name),
    )
    const plain = types
      .flatMap(described)
      .filter(([, description]) => !/\S · \S/.test(description ?? ''))
      .map(([coordinate]) => coordinate)
    expect(plain).toEqual([])
  },
)
