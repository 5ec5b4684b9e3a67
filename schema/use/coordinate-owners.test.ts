import { readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { coordinateOwners } from './coordinate-owners.ts'

const owners = coordinateOwners(
  parse(readFileSync(new URL('../supergraph.graphql', import.meta.url), 'utf8')),
)

test.each([
  ['Person.fullName', ['population']],
  ['Person.parcels', ['land']],
  ['Query.parcels', ['land']],
  ['Query.parcels(where:)', ['land']],
  ['ParcelFilter.area', ['land']],
  ['ProvinceKind.CITY', ['reference']],
  ['ProvinceKind', ['reference']],
  ['Person.nothing', []],
  ['@live', []],
])('%s belongs to %j', (coordinate, names) => {
  expect(owners(coordinate)).toEqual(names)
})

test('a key belongs to every ministry that has it', () => {
  expect(owners('Person.pin')).toEqual(expect.arrayContaining(['population', 'land', 'health']))
})
