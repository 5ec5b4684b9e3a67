import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { problemText } from './problem.ts'
import { underclassed } from './required-classes.ts'

const risk = (requires: string, classified: string) =>
  underclassed(
    parse(`type Person {
      phone: String @classified(level: SENSITIVE, category: "IDENTITY")
      home: Place @classified(level: BASIC, category: "RESIDENCE")
      risk: Int @join__field(graph: LAND, requires: "${requires}") ${classified}
    }
    type Place {
      code: ID
      street: String @classified(level: SENSITIVE, category: "RESIDENCE")
    }`),
  ).map(problemText)

const refused = (required: string) => [
  `Person.risk: expected the class of what it requires, ${required} [CLASS_TOO_LOW]`,
]

test.each([
  ['phone', '@classified(level: BASIC, category: "IDENTITY")', 'Person.phone'],
  ['phone', '@classified(level: SENSITIVE, category: "PROPERTY")', 'Person.phone'],
  ['phone', '', 'Person.phone'],
  ['home { street }', '@classified(level: BASIC, category: "RESIDENCE")', 'Place.street'],
  [
    '... on Person { phone home { code } }',
    '@classified(level: BASIC, category: "RESIDENCE")',
    'Person.phone',
  ],
])('what is made from %s and classified %s is refused', (requires, classified, required) => {
  expect(risk(requires, classified)).toEqual(refused(required))
})

test.each([
  ['phone', '@classified(level: SENSITIVE, category: "IDENTITY")'],
  ['phone', '@classified(level: RESTRICTED, category: "IDENTITY")'],
  ['home { code }', '@classified(level: BASIC, category: "RESIDENCE")'],
])('what is made from %s may be %s', (requires, classified) => {
  expect(risk(requires, classified)).toEqual([])
})
