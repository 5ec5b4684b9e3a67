import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { judgeChanges } from '../check/judge-changes.ts'
import { schemaChanges } from './schema-changes.ts'

const before = `
directive @live on FIELD
interface Being { id: ID! }
type Person implements Being { id: ID! phone: String name(short: Boolean = false, style: Style): String! home: Place tags: [String] }
type Ghost { id: ID! }
type Cat implements Being { id: ID! }
union Found = Person | Cat
type Place { code: ID! }
enum Style { FULL SHORT OLD }
input Where { name: String limit: Int = 10 age: Int style: Style }
input Order { by: String! }
scalar Moment
type Query { person(pin: ID!, at: Moment): Person people(where: Where, order: Order): [Person!]! found: Found being: Being ghost: Ghost }
`

/** What changes, how it is told, how much it matters, and a use that touches it beside one that does not. */
interface Case {
  readonly from: string
  readonly to: string
  readonly kind: string
  readonly severity: 'breaking' | 'dangerous' | 'safe'
  readonly message: string
  readonly touching?: string
  readonly apart?: string
}

const cases: readonly Case[] = [
  {
    from: ' phone: String',
    to: '',
    kind: 'FIELD_REMOVED',
    severity: 'breaking',
    message: 'removes Person.phone',
    touching: 'Person.phone',
    apart: 'Person.id',
  },
  {
    from: 'phone: String',
    to: 'phone: Int',
    kind: 'FIELD_TYPE_CHANGED',
    severity: 'breaking',
    message: 'changes Person.phone from String to Int',
    touching: 'Person.phone',
    apart: 'Person.name',
  },
  {
    from: '): String! home',
    to: '): String home',
    kind: 'FIELD_TYPE_CHANGED',
    severity: 'breaking',
    message: 'changes Person.name from String! to String',
    touching: 'Person.name',
    apart: 'Person.phone',
  },
  {
    from: 'tags: [String]',
    to: 'tags: String',
    kind: 'FIELD_TYPE_CHANGED',
    severity: 'breaking',
    message: 'changes Person.tags from [String] to String',
    touching: 'Person.tags',
    apart: 'Person.id',
  },
  {
    from: 'phone: String',
    to: 'phone: String!',
    kind: 'FIELD_TYPE_CHANGED',
    severity: 'safe',
    message: 'changes Person.phone from String to String!',
  },
  {
    from: 'tags: [String]',
    to: 'tags: [String!]',
    kind: 'FIELD_TYPE_CHANGED',
    severity: 'safe',
    message: 'changes Person.tags from [String] to [String!]',
  },
  {
    from: ' ghost: Ghost }',
    to: ' }',
    kind: 'FIELD_REMOVED',
    severity: 'breaking',
    message: 'removes Query.ghost',
    touching: 'Query.ghost',
    apart: 'Query.person',
  },
  {
    from: 'type Ghost { id: ID! }',
    to: 'scalar Ghost',
    kind: 'TYPE_KIND_CHANGED',
    severity: 'breaking',
    message: 'makes a scalar of Ghost, which was an object',
    touching: 'Ghost.id',
    apart: 'Query.being',
  },
  {
    from: 'name(short: Boolean = false, style: Style)',
    to: 'name(style: Style)',
    kind: 'FIELD_ARGUMENT_REMOVED',
    severity: 'breaking',
    message: 'removes Person.name(short:)',
    touching: 'Person.name(short:)',
    apart: 'Person.name',
  },
  {
    from: 'person(pin: ID!',
    to: 'person(pin: ID!, on: ID!',
    kind: 'FIELD_ARGUMENT_ADDED',
    severity: 'breaking',
    message: 'adds the required Query.person(on:) ID!',
    touching: 'Query.person',
    apart: 'Query.people',
  },
  {
    from: 'person(pin: ID!',
    to: 'person(pin: ID!, on: ID',
    kind: 'FIELD_ARGUMENT_ADDED',
    severity: 'safe',
    message: 'adds Query.person(on:) ID',
  },
  {
    from: 'at: Moment)',
    to: 'at: Moment!)',
    kind: 'FIELD_ARGUMENT_TYPE_CHANGED',
    severity: 'breaking',
    message: 'changes Query.person(at:) from Moment to Moment!',
    touching: 'Query.person',
    apart: 'Query.people',
  },
  {
    from: 'at: Moment)',
    to: 'at: String)',
    kind: 'FIELD_ARGUMENT_TYPE_CHANGED',
    severity: 'breaking',
    message: 'changes Query.person(at:) from Moment to String',
    touching: 'Query.person(at:)',
    apart: 'Query.person(pin:)',
  },
  {
    from: 'person(pin: ID!',
    to: 'person(pin: ID',
    kind: 'FIELD_ARGUMENT_TYPE_CHANGED',
    severity: 'safe',
    message: 'changes Query.person(pin:) from ID! to ID',
  },
  {
    from: 'Boolean = false',
    to: 'Boolean = true',
    kind: 'FIELD_ARGUMENT_DEFAULT_CHANGED',
    severity: 'dangerous',
    message: 'changes the default of Person.name(short:) from false to true',
    touching: 'Person.name',
    apart: 'Person.id',
  },
  {
    from: 'input Where { name: String',
    to: 'input Where {',
    kind: 'INPUT_FIELD_REMOVED',
    severity: 'breaking',
    message: 'removes Where.name',
    touching: 'Where.name',
    apart: 'Where.age',
  },
  {
    from: 'input Where { name: String',
    to: 'input Where { name: String place: ID!',
    kind: 'INPUT_FIELD_ADDED',
    severity: 'breaking',
    message: 'adds the required Where.place: ID!',
    touching: 'Where',
    apart: 'Order',
  },
  {
    from: 'input Where { name: String',
    to: 'input Where { name: String place: ID',
    kind: 'INPUT_FIELD_ADDED',
    severity: 'safe',
    message: 'adds Where.place: ID',
  },
  {
    from: 'input Where { name: String',
    to: 'input Where { name: String place: ID! = "01"',
    kind: 'INPUT_FIELD_ADDED',
    severity: 'dangerous',
    message: 'adds Where.place: ID!',
    touching: 'Where',
    apart: 'Order',
  },
  {
    from: 'age: Int',
    to: 'age: String',
    kind: 'INPUT_FIELD_TYPE_CHANGED',
    severity: 'breaking',
    message: 'changes Where.age from Int to String',
    touching: 'Where.age',
    apart: 'Where',
  },
  {
    from: 'age: Int',
    to: 'age: Int!',
    kind: 'INPUT_FIELD_TYPE_CHANGED',
    severity: 'breaking',
    message: 'changes Where.age from Int to Int!',
    touching: 'Where',
    apart: 'Order',
  },
  {
    from: 'by: String!',
    to: 'by: String',
    kind: 'INPUT_FIELD_TYPE_CHANGED',
    severity: 'safe',
    message: 'changes Order.by from String! to String',
  },
  {
    from: 'limit: Int = 10',
    to: 'limit: Int = 20',
    kind: 'INPUT_FIELD_DEFAULT_VALUE_CHANGED',
    severity: 'dangerous',
    message: 'changes the default of Where.limit from 10 to 20',
    touching: 'Where',
    apart: 'Order',
  },
  {
    from: 'SHORT OLD',
    to: 'SHORT',
    kind: 'ENUM_VALUE_REMOVED',
    severity: 'breaking',
    message: 'removes Style.OLD',
    touching: 'Style.OLD',
    apart: 'Style.FULL',
  },
  {
    from: 'SHORT OLD',
    to: 'SHORT OLD NEW',
    kind: 'ENUM_VALUE_ADDED',
    severity: 'dangerous',
    message: 'adds Style.NEW, which answers may hold',
    touching: 'Style.FULL',
    apart: 'Person.id',
  },
  {
    from: 'union Found = Person | Cat',
    to: 'union Found = Person',
    kind: 'UNION_MEMBER_REMOVED',
    severity: 'breaking',
    message: 'removes Cat from Found',
    touching: 'Cat',
    apart: 'Person.id',
  },
  {
    from: 'union Found = Person | Cat',
    to: 'union Found = Person | Cat | Place',
    kind: 'UNION_MEMBER_ADDED',
    severity: 'dangerous',
    message: 'adds Place to Found, which answers may hold',
    touching: 'Found',
    apart: 'Person.id',
  },
  {
    from: 'type Cat implements Being',
    to: 'type Cat',
    kind: 'OBJECT_TYPE_INTERFACE_REMOVED',
    severity: 'breaking',
    message: 'takes Cat out of Being',
    touching: 'Being.id',
    apart: 'Cat.id',
  },
  {
    from: 'type Ghost {',
    to: 'type Ghost implements Being {',
    kind: 'OBJECT_TYPE_INTERFACE_ADDED',
    severity: 'dangerous',
    message: 'makes Ghost one of Being',
    touching: 'Being',
    apart: 'Ghost.id',
  },
  {
    from: 'directive @live on FIELD',
    to: '',
    kind: 'DIRECTIVE_REMOVED',
    severity: 'breaking',
    message: 'removes the directive @live',
    touching: '@live',
    apart: 'Query.person',
  },
  {
    from: 'directive @live on FIELD',
    to: 'directive @live on FIELD directive @more on FIELD',
    kind: 'DIRECTIVE_ADDED',
    severity: 'safe',
    message: 'adds the directive @more',
  },
  {
    from: 'type Place { code: ID! }',
    to: 'type Place { code: ID! name: String }',
    kind: 'FIELD_ADDED',
    severity: 'safe',
    message: 'adds Place.name: String',
  },
  {
    from: 'type Place',
    to: 'type Dog { id: ID! } type Place',
    kind: 'TYPE_ADDED',
    severity: 'safe',
    message: 'adds Dog',
  },
  {
    from: 'phone: String',
    to: 'phone: String @deprecated(reason: "until 2027-01-01")',
    kind: 'FIELD_DEPRECATION_ADDED',
    severity: 'safe',
    message: 'deprecates Person.phone: until 2027-01-01',
  },
  {
    from: 'SHORT OLD',
    to: 'SHORT OLD @deprecated(reason: "x")',
    kind: 'ENUM_VALUE_DEPRECATION_REASON_ADDED',
    severity: 'safe',
    message: 'deprecates Style.OLD: x',
  },
  {
    from: 'type Place',
    to: '"Nơi · A place" type Place',
    kind: 'TYPE_DESCRIPTION_ADDED',
    severity: 'safe',
    message: 'describes Place',
  },
  {
    from: 'phone: String',
    to: '"Số · Number" phone: String',
    kind: 'FIELD_DESCRIPTION_ADDED',
    severity: 'safe',
    message: 'describes Person.phone anew',
  },
]

const used = (coordinate: string) => ({
  days: 10,
  uses: [
    { coordinate, consumer: 'application:tax', requests: 400, lastDay: '2026-11-19' },
    { coordinate, consumer: 'application:bank', requests: 10, lastDay: '2026-11-20' },
  ],
})

describe.each(cases)(
  '$message ($kind)',
  ({ from, to, kind, severity, message, touching, apart }) => {
    const changes = async () => {
      expect(before).toContain(from)
      return await schemaChanges(buildSchema(before), buildSchema(before.replace(from, to)))
    }

    test(`is ${severity}`, async () => {
      expect(
        (await changes()).map((change) => [change.kind, change.severity, change.message]),
      ).toEqual([[kind, severity, message]])
    })

    const told = { breaking: 'CHANGE_BREAKING', dangerous: 'CHANGE_DANGEROUS', safe: undefined }[
      severity
    ]

    test('is judged by its use', async () => {
      const all = await changes()
      const judged = judgeChanges(all, used(touching ?? 'Person.phone'))
      const [told1] = [...judged.problems, ...judged.notes]
      expect(told1?.code).toBe(told)
      expect(judged.problems.length).toBe(severity === 'breaking' ? 1 : 0)
      if (severity !== 'safe')
        expect(told1?.message).toBe(
          `${message}: used by 2 applications, 41 requests/day, last on 2026-11-20`,
        )

      const free = judgeChanges(all, used(apart ?? 'Place.code'))
      expect(free.problems).toEqual([])
      const [told2] = free.notes
      expect(told2?.code).toBe(
        { breaking: 'CHANGE_UNUSED', dangerous: 'CHANGE_DANGEROUS', safe: undefined }[severity],
      )
      if (severity === 'breaking')
        expect(told2?.message).toBe(`${message}: not used in the last 10 days`)
    })

    test('counts as used where nobody knows', async () => {
      const { problems, notes } = judgeChanges(await changes(), undefined)
      expect(problems.length).toBe(severity === 'breaking' ? 1 : 0)
      expect(notes.length).toBe(severity === 'dangerous' ? 1 : 0)
    })
  },
)
