import { buildSchema, printSchema } from 'graphql'
import { expect, test } from 'vitest'
import { printedSchema } from './printed-schema.ts'

test('a default value that is an object of a custom scalar is printed', () => {
  const sdl = 'scalar JSON\n\ntype Query {\n  a(b: JSON = {d: [1, "x"]}): Int\n}'
  const schema = buildSchema(sdl)
  expect(() => printSchema(schema)).toThrow()
  const again = buildSchema(printedSchema(schema))
  expect(again.getQueryType()?.getFields()['a']?.args[0]?.defaultValue).toEqual({ d: [1, 'x'] })
})

test('every other schema is printed as graphql prints it', () => {
  const schema = buildSchema('type Query { a(b: [Int!] = [1]): Int @deprecated }')
  expect(printedSchema(schema)).toBe(printSchema(schema))
})
