import { describe, expect, test } from 'vitest'
import { maxQualityRules } from './check-quality.ts'
import { readModel } from './read-model.ts'

const about = 'criterion: VALIDITY vi: "a" en: "b"'

function problems(rules: string, { key = '["id"]', changed = '', onField = '' } = {}) {
  const text = `
    type Place @key(fields: "code") @requiresScopes(scopes: [["reference:catalogue:read"]]) { code: ID! }
    type Item @table(name: "item", key: ["id"]) @requiresScopes(scopes: [["reference:catalogue:read"]]) {
      id: ID!
      weight: Float!
    }
    type Box @table(name: "box", key: ${key} ${changed}) @requiresScopes(scopes: [["reference:catalogue:read"]]) ${rules} {
      id: ID! ${onField}
      size: Int!
      made: Date
      labels: [String!]!
      place: Place @join(columns: ["place_code"])
      items: [Item!]! @join(columns: ["box_id"])
      lid: Item @join(columns: ["lid_id"])
    }
    type Query { unused: Boolean @resolved @requiresScopes(scopes: [["reference:catalogue:read"]]) }`
  const read = readModel('reference', text, 'box.graphql')
  return read.ok ? [] : read.problems.map(({ code, message }) => `${code}: ${message}`)
}

function rule(rest: string, code = 'box-rule'): string {
  return `@quality(code: "${code}" ${about} ${rest})`
}

const register = `
  type Registered @key(fields: "pin") @requiresScopes(scopes: [["population:agreement:read"]]) { pin: PersonalId! name: String! born: Date seen: DateTime years: Int names: [String!] sex: Sex }
  enum Sex { MALE @value(text: "M") FEMALE } enum Side { LEFT RIGHT }
  type Pair @key(fields: "a b") @requiresScopes(scopes: [["population:agreement:read"]]) { a: ID! b: ID! name: String! }`

function compared(rest: string, criterion = 'AGREEMENT', second = '') {
  const text = `${register}
    type Copy @table(name: "copy", key: ["id"]) @requiresScopes(scopes: [["reference:catalogue:read"]]) ${second}
      @quality(code: "copy-agrees" criterion: ${criterion} kind: AGREES vi: "a" en: "b" ${rest}) {
      id: ID! pin: PersonalId other: PersonalId name: String born: Date seen: DateTime years: Int sex: Sex side: Side }
    type Query { unused: Boolean @resolved @requiresScopes(scopes: [["reference:catalogue:read"]]) }`
  const read = readModel('land', text, 'copy.graphql')
  return read.ok ? [] : read.problems.map(({ code, message }) => `${code}: ${message}`)
}

describe('rules that compare with another ministry', () => {
  test.each([
    'fields: ["name", "pin"] with: "Registered.name"',
    'fields: ["pin"] with: "Registered.name"',
    'fields: ["born", "pin"] with: "Registered.born"',
    'fields: ["sex", "pin"] with: "Registered.sex"',
  ])('%s is one', (rest) => expect(compared(rest)).toEqual([]))

  test.each([
    [
      'fields: ["name", "pin"]',
      'expected with to begin with an entity of another ministry that has one key, got none',
    ],
    [
      'fields: ["name", "pin"] with: "Copy.name"',
      'expected with to begin with an entity of another ministry that has one key, got Copy.name',
    ],
    [
      'fields: ["name", "pin"] with: "Pair.name"',
      'expected with to begin with an entity of another ministry that has one key, got Pair.name',
    ],
    [
      'fields: ["name", "pin"] with: "Registered.pin"',
      'expected with to end in a field of Registered that is not its key, got Registered.pin',
    ],
    [
      'fields: ["name", "pin"] with: "Registered.age"',
      'expected with to end in a field of Registered that is not its key, got Registered.age',
    ],
    [
      'with: "Registered.name"',
      "expected the row's own field and the one that names the Registered, or that one alone",
    ],
    [
      'fields: ["name", "name", "pin"] with: "Registered.name"',
      "expected the row's own field and the one that names the Registered, or that one alone",
    ],
  ])('%s is none', (rest, message) => {
    expect(compared(rest)).toContain(`QUALITY_BROKEN: ${message}`)
  })

  test.each([
    ['years', 'years', 'years: Int and years: Int'],
    ['seen', 'seen', 'seen: DateTime and seen: DateTime'],
    ['name', 'born', 'name: String and born: Date'],
    ['born', 'name', 'born: Date and name: String'],
    ['side', 'sex', 'side: Side and sex: Sex'],
    ['name', 'sex', 'name: String and sex: Sex'],
    ['name', 'names', 'name: String and names: [String]'],
    ['pin', 'born', 'pin: PersonalId and born: Date'],
  ])('%s with %s is none: they are not written alike', (own, far, told) => {
    const fields = own === 'pin' ? '["pin"]' : `["${own}", "pin"]`
    expect(compared(`fields: ${fields} with: "Registered.${far}"`)).toEqual([
      `QUALITY_BROKEN: expected two texts (String, ID), two dates (Date) or two values of one enum, got ${told}`,
    ])
  })

  test('is of the criterion AGREEMENT, and of one table all name the entity by one field', () => {
    expect(compared('fields: ["pin"] with: "Registered.name"', 'ACCURACY')).toEqual([
      'QUALITY_BROKEN: expected the criterion AGREEMENT',
    ])
    const first =
      '@quality(code: "other-agrees" criterion: AGREEMENT kind: AGREES vi: "a" en: "b" fields: ["other"] with: "Registered.name")'
    expect(compared('fields: ["pin"] with: "Registered.name"', 'AGREEMENT', first)).toEqual([
      'QUALITY_BROKEN: expected to compare with Registered by other, as the rule before it, got Registered by pin',
    ])
  })
})

describe('rules of quality', () => {
  test('are read with their field first, and a join as the way', () => {
    const text = `
      type Box @table(name: "box", key: ["id"]) @requiresScopes(scopes: [["reference:catalogue:read"]]) {
        id: ID! ${rule('kind: UNIQUE fields: ["size"] version: 3 identifier: true')}
        size: Int!
        inner: [Box!]! @join(columns: ["outer_id"]) ${rule('kind: COUNT count: 2', 'box-inner')}
      }`
    const read = readModel('reference', text, 'box.graphql')
    const box = read.ok ? read.model.types.get('Box') : undefined
    expect(box?.kind === 'table' ? box.quality : []).toMatchObject([
      { code: 'box-rule', fields: ['id', 'size'], version: 3, identifier: true, field: 'id' },
      { code: 'box-inner', fields: [], via: 'inner', count: 2, version: 1, field: 'inner' },
    ])
  })

  test.each([
    'kind: FORMAT fields: ["id"] pattern: "^[a-z]+$"',
    'kind: RANGE fields: ["made"] min: "2020-01-01" max: "TODAY"',
    'kind: CODE fields: ["id"] catalogue: "Place"',
    'kind: REFERENCE via: "lid"',
    'kind: COUNT via: "items" fields: ["size"]',
    'kind: SUM via: "items" fields: ["size"] sum: "weight" tolerance: 0.5',
    'kind: COMPLETE fields: ["made"] when: [{ field: "size", in: ["1"] }]',
    'kind: TIMELY fields: ["made"] withinDays: 0',
  ])('%s is a rule', (rest) => {
    expect(problems(rule(rest))).toEqual([])
  })

  test.each([
    [
      'kind: FORMAT fields: ["none"] pattern: "a"',
      'expected a field of Box that reads a column, got none',
    ],
    [
      'kind: FORMAT fields: ["labels"] pattern: "a"',
      'expected a field of Box that reads a column, got labels',
    ],
    ['kind: FORMAT fields: ["id"]', 'expected a pattern'],
    ['kind: FORMAT fields: ["id"] pattern: "("', 'expected a regular expression, got "("'],
    [
      `kind: FORMAT fields: ["id"] pattern: "${'a'.repeat(501)}"`,
      'expected a pattern of at most 500 letters',
    ],
    ['kind: RANGE fields: ["size"]', 'expected min, max or both'],
    ['kind: RANGE fields: ["size"] min: "few"', 'expected a number, a date or TODAY, got "few"'],
    ['kind: CODE fields: ["id"]', 'expected values or catalogue, and not both'],
    [
      'kind: CODE fields: ["id"] catalogue: "Item"',
      'expected catalogue to name an entity of another ministry, got Item',
    ],
    ['kind: CODE fields: ["id"] values: ["a"] at: "made"', 'expected catalogue with at'],
    [
      'kind: CODE fields: ["id"] catalogue: "Place" at: "size"',
      'expected at to be a Date or a DateTime of Box, got size',
    ],
    [
      'kind: CODE fields: ["id"] catalogue: "Place" at: "colour"',
      'expected at to be a Date or a DateTime of Box, got colour',
    ],
    ['kind: REFERENCE via: "items"', 'expected via to lead to one row, got items'],
    [
      'kind: REFERENCE via: "place"',
      'expected via to be a join of Box to rows of this ministry, got place',
    ],
    ['kind: COUNT via: "lid" count: 1', 'expected via to lead to many rows, got lid'],
    ['kind: COUNT via: "items"', 'expected count, or the field that says how many, and not both'],
    [
      'kind: COUNT via: "items" count: 1 rows: [{ field: "none", given: true }]',
      'expected a field of Item that reads a column, got none',
    ],
    ['kind: SUM via: "items" fields: ["size"]', 'expected sum, a field of the joined rows'],
    [
      'kind: SUM via: "items" fields: ["size"] sum: "none"',
      'expected sum to be a field of Item that reads a column, got none',
    ],
    ['kind: TIMELY fields: ["made"]', 'expected withinDays from 0 up'],
    ['kind: UNIQUE', 'expected fields'],
    [
      'kind: COMPLETE fields: ["made"] when: [{ field: "size" }]',
      'size: expected in or given, and not both',
    ],
    ['kind: COMPLETE fields: ["made"] version: 0', 'expected a version from 1 up'],
    ['kind: GUESS fields: ["made"]', /expected a kind, one of FORMAT, .*, got GUESS/],
  ])('%s is refused', (rest, message) => {
    const [first] = problems(rule(rest))
    expect(first).toMatch(message instanceof RegExp ? message : `QUALITY_BROKEN: ${message}`)
  })

  test('have codes of their own, in lower case with hyphens', () => {
    const one = rule('kind: COMPLETE fields: ["made"]')
    expect(problems(`${one} ${one}`)).toEqual([
      'QUALITY_BROKEN: expected a code that no other rule has',
    ])
    const [bad] = problems(rule('kind: COMPLETE fields: ["made"]', 'Box'))
    expect(bad).toContain('expected a code in lower case with hyphens')
  })

  test('are as many as fit, on tables whose rows have a key', () => {
    const many = (count: number): string =>
      Array.from({ length: count }, (_, i) =>
        rule('kind: COMPLETE fields: ["made"]', `box-${i}`),
      ).join(' ')
    expect(problems(many(maxQualityRules))).toEqual([])
    expect(problems(many(maxQualityRules + 1))[0]).toContain('expected at most 60 rules, got 61')
    expect(problems(many(1), { key: '[]' }).join('\n')).toContain('expected @table(key: …)')
    expect(problems('', { changed: 'changed: "changed_at"' })[0]).toContain('expected @quality')
  })
})
