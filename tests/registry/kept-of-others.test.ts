import { expect, test } from 'vitest'
import { keptOfOthers } from '../../schema/registry/kept-of-others.ts'
import { composeRelease } from '../../schema/registry/compose-release.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override", "@shareable",
  "@inaccessible", "@tag", "@requiresScopes", "@authenticated"])`
const at = (name: string, body: string) => ({
  name,
  sdl: `${link} ${body}`,
  url: `http://${name}.test/graphql`,
})

const rule = '@requiresScopes(scopes: [["population:person:read"]])'
const population = at(
  'population',
  `type Query { person(pin: ID!): Person }
  input Near { code: ID, name: String }
  type Person @key(fields: "pin") ${rule} { pin: ID! name: String! near(where: Near): Int }`,
)
const landBody = `type Query { parcels: Int @authenticated }
  type Person @key(fields: "pin") ${rule} { pin: ID! parcels: Int }`
const land = at('land', landBody)

function wholeOf(...subgraphs: readonly ReturnType<typeof at>[]): string {
  const composed = composeRelease(subgraphs, [])
  if (!composed.ok) throw new Error(JSON.stringify(composed.problems))
  return composed.variants[0]?.text ?? ''
}

const live = wholeOf(land, population)
const taken = (body: string) =>
  keptOfOthers(live, wholeOf(at('land', body), population), new Set(['land'])).map(
    ({ code, coordinate }) => `${code} ${coordinate}`,
  )

test.each([
  [
    'its field',
    'parcels: Int }',
    'parcels: Int name: String! @override(from: "population") }',
    'Person.name',
  ],
  [
    'a part of its field',
    'parcels: Int }',
    'parcels: Int name: String! @override(from: "population", label: "percent(1)") }',
    'Person.name',
  ],
  [
    'its root field',
    '@authenticated }',
    '@authenticated person(pin: ID!): Person @override(from: "population") }',
    'Query.person',
  ],
  ['who may read', 'person:read"]', 'person:read", "land:parcel:read"]', 'Person'],
  [
    'who may ask anything',
    'type Query',
    'type Query @requiresScopes(scopes: [["land:parcel:read"]])',
    'Query',
  ],
  ['where it is seen', 'type Person', 'type Person @tag(name: "internal")', 'Person'],
  ['where its key is seen', 'pin: ID!', 'pin: ID! @tag(name: "internal")', 'Person.pin'],
  ['whether its key is seen', 'pin: ID!', 'pin: ID! @inaccessible', 'Person.pin'],
  [
    'what its input takes',
    'type Query {',
    'input Near { code: ID } type Query { at(where: Near): Int @authenticated',
    'Near.name',
  ],
])('a publish may not change of another ministry %s', (_what, from, to, coordinate) => {
  expect(landBody).toContain(from)
  expect(taken(landBody.replace(from, to))).toEqual([`CHANGES_OTHERS ${coordinate}`])
})

test('what is its own may change, and what it leaves to others', () => {
  expect(taken(landBody)).toEqual([])
  expect(
    taken(landBody.replace('parcels: Int }', 'parcels: [Int] @tag(name: "internal") }')),
  ).toEqual([])
  expect(taken(landBody.replace(rule, ''))).toEqual([])
  expect(taken('type Query { other: Int @authenticated }')).toEqual([])
})

test('the ministry whose permission opens a shared type changes it', () => {
  const sdl = population.sdl.replace('pin: ID!', 'pin: ID! @tag(name: "partner")')
  const after = wholeOf(land, {
    ...population,
    sdl: sdl.replace('type Person', 'type Person @tag(name: "partner")'),
  })
  expect(keptOfOthers(live, after, new Set(['population']))).toEqual([])
  expect(keptOfOthers(live, after, new Set(['land']))).not.toEqual([])
})
