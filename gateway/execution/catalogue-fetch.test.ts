import { readFileSync } from 'node:fs'
import type { FetchNode } from '@apollo/query-planner'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { openCatalogueFetches } from './catalogue-fetch.ts'

const supergraph = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8')
const catalogueOf = openCatalogueFetches(parse(supergraph))

function ofRoot(operation: string) {
  const fetch = { kind: 'Fetch', operation } as unknown as FetchNode
  return catalogueOf(fetch, parse(operation).definitions)
}

function ofEntities(selection: string) {
  const operation = `query($representations:[_Any!]!){_entities(representations:$representations){${selection}}}`
  const fetch = { kind: 'Fetch', operation, requires: [] } as unknown as FetchNode
  return catalogueOf(fetch, parse(operation).definitions)
}

const reference = ['reference:catalogue:read']

test('provinces, communes and codes are catalogues, by themselves and as the names of others', () => {
  expect(
    ofRoot(
      '{ provinces(first: 3) { nodes { code name codeSystem { uri } } pageInfo { endCursor } } }',
    ),
  ).toEqual(reference)
  expect(
    ofRoot('{ provinceAt(code: "24", date: "2024-01-01") { name successor { name } } }'),
  ).toEqual(reference)
  expect(ofEntities('...on Province{__typename name communes{nodes{name}}}')).toEqual(reference)
})

test('what is of persons or of their property is none, and neither is a part of it', () => {
  for (const operation of [
    '{ people(first: 1) { nodes { fullName } } }',
    '{ households { totalCount } }',
    '{ parcels(first: 1) { nodes { geohash } } }',
    '{ personGroups(groupBy: [{field: PROVINCE}]) { groups { count } } }',
    '{ provinces { nodes { code } } people { totalCount } }',
    'mutation { provinces { nodes { code } } }',
    '{ __typename }',
    '{ nowhere { code } }',
  ])
    expect([operation, ofRoot(operation)]).toEqual([operation, undefined])
  for (const selection of [
    '...on Province{personTotals{count}}',
    '...on Province{name parcelTotals{count}}',
    '...on Person{fullName}',
    '...on Province{name}...on Person{fullName}',
  ])
    expect([selection, ofEntities(selection)]).toEqual([selection, undefined])
})
