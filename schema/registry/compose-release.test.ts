import { readFileSync } from 'node:fs'
import { Supergraph } from '@apollo/federation-internals'
import { type GraphQLSchema, printSchema } from 'graphql'
import { expect, test } from 'vitest'
import { composeRelease } from './compose-release.ts'
import type { Contract } from './contract.ts'

const ownFile = (name: string) =>
  readFileSync(new URL(`../../subgraphs/${name}/schema.graphql`, import.meta.url), 'utf8')
const reference = {
  name: 'reference',
  sdl: ownFile('reference'),
  url: 'http://reference.test/graphql',
}
const population = {
  name: 'population',
  sdl: ownFile('population'),
  url: 'http://population.test/graphql',
}
const land = (change: (sdl: string) => string = (sdl) => sdl) => ({
  name: 'land',
  sdl: change(ownFile('land')),
  url: 'http://land.test/graphql',
})

/** The variants' API schemas, by name. */
function variantsOf(
  change: (sdl: string) => string,
  by?: readonly Contract[],
): Readonly<Record<string, GraphQLSchema>> {
  const composed = composeRelease([reference, population, land(change)], by)
  if (!composed.ok) throw new Error(composed.problems.map(({ message }) => message).join('\n'))
  return Object.fromEntries(
    composed.variants.map(({ variant, text }) => [
      variant,
      Supergraph.buildForTests(text).apiSchema().toGraphQLJSSchema(),
    ]),
  )
}

const tagField = (tag: string) => (sdl: string) =>
  sdl.replace(
    'area: Float!\n    @column(name: "area_m2")',
    `area: Float! @tag(name: "${tag}")\n    @column(name: "area_m2")`,
  )

test('what is nested too deeply is a problem of the text', () => {
  const sdl = `type Query { a: ${'['.repeat(200_000)}Int${']'.repeat(200_000)} }`
  expect(composeRelease([{ name: 'land', sdl, url: 'http://land.test/graphql' }])).toMatchObject({
    ok: false,
    problems: [{ code: 'SDL_INVALID', message: 'nested too deeply' }],
  })
})

test('without tags all variants are the same text', () => {
  const composed = composeRelease([reference, population, land()])
  if (!composed.ok) throw new Error('expected it to compose')
  expect(composed.variants.map(({ variant }) => variant)).toEqual(['whole', 'public', 'partner'])
  expect(new Set(composed.variants.map(({ text }) => text)).size).toBe(1)
})

test('a tagged field goes with everything by which its values could be asked for', () => {
  const { whole, partner, public: open } = variantsOf(tagField('partner'))
  if (!whole || !partner || !open) throw new Error('expected three variants')
  const parts = (schema: GraphQLSchema) => {
    const text = printSchema(schema)
    const type = (name: string) =>
      new RegExp(`^(type|input|enum) ${name} \\{[^}]*\\}`, 'm').exec(text)?.[0] ?? ''
    return {
      'Parcel.area': /\barea: Float/.test(type('Parcel')),
      'ParcelFilter.area': /\barea: /.test(type('ParcelFilter')),
      'ParcelOrderField.AREA': /\bAREA\b/.test(type('ParcelOrderField')),
      'ParcelTotals.area': /\barea: /.test(type('ParcelTotals')),
      'ParcelGroup.area': /\barea: /.test(type('ParcelGroup')),
      'ParcelMeasureField.AREA': /\bAREA\b/.test(type('ParcelMeasureField')),
      'ParcelDimension.AREA': /\bAREA\b/.test(type('ParcelDimension')),
      'ParcelGroupKey.area': /\barea: /.test(type('ParcelGroupKey')),
      'ParcelHaving.area': /\barea: /.test(type('ParcelHaving')),
      ParcelAreaMeasure: type('ParcelAreaMeasure') !== '',
      ParcelAreaHaving: type('ParcelAreaHaving') !== '',
    }
  }
  const all = Object.fromEntries(Object.keys(parts(whole)).map((name) => [name, true]))
  const none = Object.fromEntries(Object.keys(all).map((name) => [name, false]))
  expect(parts(whole)).toEqual(all)
  expect(parts(partner)).toEqual(all)
  expect(parts(open)).toEqual(none)
  // Another type's field of the same name stays.
  expect(printSchema(open)).toMatch(/^type LandUse \{[^}]*\barea: /m)
  expect(open.getType('Parcel')).toBeDefined()
})

test('a tagged type goes with its pages, totals, groups, roots, and every field that leads to it', () => {
  const { whole, partner } = variantsOf((sdl) =>
    sdl.replace('type LandUse\n', 'type LandUse @tag(name: "internal")\n'),
  )
  if (!whole || !partner) throw new Error('expected the variants')
  const named = (schema: GraphQLSchema) =>
    Object.keys(schema.getTypeMap()).filter((name) => /^LandUse(?!Code)/.test(name))
  expect(named(whole)).toContain('LandUseFilter')
  expect(named(partner)).toEqual([])
  const roots = Object.keys(partner.getQueryType()?.getFields() ?? {})
  expect(roots.filter((name) => /^landUse(?!Code)/.test(name))).toEqual([])
  expect(printSchema(partner)).not.toMatch(/\bLandUse\b/)
  expect(roots).toContain('parcels')
})

test('include: only what is tagged, and what it needs', () => {
  const { small } = variantsOf(
    (sdl) => sdl.replace('type Parcel\n', 'type Parcel @tag(name: "cadastre")\n'),
    [{ variant: 'small', include: ['cadastre'], exclude: [] }],
  )
  if (!small) throw new Error('expected the variant')
  const fields = small.getQueryType()?.getFields() ?? {}
  expect(Object.keys(fields).sort()).toEqual(['parcel', 'parcelGroups', 'parcelTotals', 'parcels'])
  expect(small.getType('Person')).toBeUndefined()
  expect(printSchema(small)).toMatch(/^type Parcel \{[^}]*\barea: /m)
})

test('a variant that nothing is left of is a problem', () => {
  const composed = composeRelease(
    [reference],
    [{ variant: 'none', include: ['nothing'], exclude: [] }],
  )
  expect(composed).toMatchObject({ ok: false, problems: [{ code: 'VARIANT_BROKEN' }] })
})
