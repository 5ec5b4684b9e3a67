import { GraphQLFloat, GraphQLID, GraphQLInt } from 'graphql'
import { expect, test } from 'vitest'
import { wholeMasks } from '../../auth/mask.ts'
import { leafWriter } from './leaf-writer.ts'
import { openWriting } from './writing.ts'

function written(type: Parameters<typeof leafWriter>[0], json: string) {
  const writing = openWriting(wholeMasks, 100)
  return {
    text: leafWriter(type)(JSON.parse(json), writing, 'f'),
    isMisfit: writing.misfits.length > 0,
  }
}

test.each([
  [GraphQLFloat, '1e400', 'null'],
  [GraphQLFloat, '-1e400', 'null'],
  [GraphQLFloat, '1.7976931348623157e308', '1.7976931348623157e+308'],
  [GraphQLFloat, '-0', '0'],
  [GraphQLInt, '2147483648', 'null'],
  [GraphQLInt, '2147483647', '2147483647'],
  [GraphQLID, '1e400', 'null'],
  [GraphQLID, '12', '"12"'],
])('a %s of %s is written as %s', (type, json, text) => {
  expect(written(type, json)).toEqual({ text, isMisfit: text === 'null' })
})
