import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ministryFiles } from '../../deploy/ministries.ts'
import { composeFiles } from '../../schema/compose-files.ts'
import { compose } from '../../schema/compose.ts'
import { readModel } from '../../schema/model/read-model.ts'
import { problemText } from '../../schema/problem.ts'

function models(...texts: readonly string[]) {
  return texts.map((text, i) => {
    const read = readModel(`m${i}`, text, `m${i}.graphql`)
    if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'))
    return { model: read.model, url: `http://localhost:500${i}/graphql` }
  })
}

const person = (
  extra: string,
  scopes = '@requiresScopes(scopes: [["population:person:read"]])',
) => `
  type Person @key(fields: "pin") @table(name: "person", key: ["pin"]) ${scopes} { pin: PersonalId! ${extra} }`

describe('compose', () => {
  test('the committed supergraph is what the ministries compose to; run `npm run compose` when it is stale', () => {
    const result = composeFiles(ministryFiles)
    if (!result.ok) throw new Error(result.problems.map(problemText).join('\n'))
    const committed = readFileSync(
      new URL('../../schema/supergraph.graphql', import.meta.url),
      'utf8',
    )
    expect(committed === result.supergraphSdl).toBe(true)
  })

  test('two owners of one field are a problem, not a supergraph', () => {
    const result = compose(models(person('fullName: String'), person('fullName: String')))
    expect(result.ok || result.problems.map((problem) => problem.code)).toContain(
      'INVALID_FIELD_SHARING',
    )
  })

  test('a field that another ministry adds to a personal record has a class too', () => {
    const classified = '@classified(level: BASIC, category: "IDENTITY")'
    const owner = `type Person @key(fields: "pin") @table(name: "person", key: ["pin"]) @subject(column: "pin")
      @requiresScopes(scopes: [["population:person:read"]]) { pin: PersonalId! ${classified} }`
    const stub = (said: string) => `
      type Visit @key(fields: "id") @table(name: "visit", key: ["id"])
        @requiresScopes(scopes: [["health:prescription:read"]]) { id: ID! }
      type Person @key(fields: "pin") @requiresScopes(scopes: [["population:person:read"]]) {
        pin: PersonalId! ${classified}
        visits: [Visit!] @join(columns: ["pin"]) ${said}
      }`
    const without = compose(models(owner, stub('')))
    expect(without.ok || without.problems.map(problemText)).toEqual([
      'Person.visits: expected @classified, as on the other fields of this record [CLASS_MISSING]',
    ])
    expect(
      compose(models(owner, stub('@classified(level: SENSITIVE, category: "HEALTH")'))).ok,
    ).toBe(true)
  })

  test('a type that no rule covers is a problem', () => {
    const read = readModel('m', 'type Office @key(fields: "id") { id: ID! }', 'm.graphql')
    expect(read.ok || read.problems.map(problemText)).toEqual([
      'm.graphql:1: Office: expected the @requiresScopes of the ministry that owns it [ACCESS_MISSING]',
    ])
  })
})
