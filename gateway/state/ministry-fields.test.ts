import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openMinistryFields } from './ministry-fields.ts'

const supergraph = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8')

test('a field is its resolver’s, with its class; a key that others only name is not theirs', () => {
  const fields = openMinistryFields(supergraph)
  const of = (ministry: string, coordinate: string) =>
    fields(ministry).find((one) => one.coordinate === coordinate)
  expect(of('population', 'Person.fullName')).toEqual({
    coordinate: 'Person.fullName',
    type: 'String!',
    dataClass: 'BASIC IDENTITY',
    deprecated: null,
  })
  expect(of('land', 'Person.fullName')).toBeUndefined()
  expect(of('land', 'Parcel.area')).toMatchObject({ type: expect.stringMatching(/^Float/) })
  expect(fields('no-such')).toEqual([])
})
