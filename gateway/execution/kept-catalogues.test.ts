import { describe, expect, test } from 'vitest'
import { allRows, noRows, type RowScope } from '../../auth/row-scope.ts'
import type { Permission } from '../../auth/permission.ts'
import type { Asker } from './ask-ministry.ts'
import { openDeadline } from './deadline.ts'
import { maxEntryBytes, openKeptCatalogues } from './kept-catalogues.ts'
import { checkedReply, ministryJson } from './ministry-answer.ts'
import type { Errand } from './run.ts'

const catalogue: readonly Permission[] = ['reference:catalogue:read']
const errand: Errand = {
  ministry: 'reference',
  body: '{"query":"{provinces{nodes{name}}}","variables":{}}',
  entities: undefined,
  changes: false,
  catalogue,
}

function asker(scope: RowScope = allRows): Asker {
  const grants = { 'reference:catalogue:read': scope }
  return {
    id: 'x',
    deadline: openDeadline(1),
    identity: { caller: { id: 'c', roles: ['analyst'] } as never, grants, seen: grants },
    purpose: undefined,
    provenance: {},
    persons: new Map(),
    trail: undefined,
  }
}

function answered(text: string) {
  const bytes = Buffer.from(text)
  return { bytes, reply: checkedReply(ministryJson(bytes), undefined) }
}

const whole = answered('{"data":{"provinces":{"nodes":[{"name":"Hà Nội"}]}}}')

describe('the memory of catalogues', () => {
  test('gives what was answered to the same request, and how old it is', () => {
    let at = 1000
    const given: string[] = []
    const kept = openKeptCatalogues(
      60_000,
      () => at,
      (ministry) => given.push(ministry),
    )
    kept.keep(errand, asker(), whole)
    at += 5000
    const found = kept.find(errand, asker())
    expect(found).toMatchObject({ bytes: whole.bytes, ageMs: 5000 })
    expect(given).toEqual([])
    found?.given()
    expect(given).toEqual([errand.ministry])
    expect(kept.find({ ...errand, body: '{}' }, asker())).toBeUndefined()
    expect(kept.find({ ...errand, ministry: 'other' }, asker())).toBeUndefined()
  })

  test('gives it up to its age, and not a millisecond longer', () => {
    let at = 0
    const kept = openKeptCatalogues(60_000, () => at)
    kept.keep(errand, asker(), whole)
    at = 60_000
    expect(kept.find(errand, asker())?.ageMs).toBe(60_000)
    at = 60_001
    expect(kept.find(errand, asker())).toBeUndefined()
  })

  test('keeps nothing where the age is 0', () => {
    const kept = openKeptCatalogues(0)
    kept.keep(errand, asker(), whole)
    expect(kept.find(errand, asker())).toBeUndefined()
  })

  test('keeps nothing that is of no catalogue, about persons, or with errors', () => {
    const kept = openKeptCatalogues(60_000)
    const { catalogue: _, ...other } = errand
    kept.keep(other, asker(), whole)
    const persons = '[{"classes":["BASIC"],"persons":["0123456789abcdef"]}]'
    kept.keep(errand, asker(), answered(`{"data":{},"extensions":{"persons":${persons}}}`))
    kept.keep(errand, asker(), answered('{"data":{},"errors":[{"message":"no"}]}'))
    expect(kept.find(errand, asker())).toBeUndefined()
    kept.keep(errand, asker(), answered('{"data":{},"extensions":{"persons":[]}}'))
    expect(kept.find(errand, asker())).toBeDefined()
  })

  test('is for callers alone who may read every row: neither kept from others nor given to them', () => {
    const kept = openKeptCatalogues(60_000)
    const scoped = asker({ ...noRows, provinces: ['01'] })
    kept.keep(errand, scoped, whole)
    expect(kept.find(errand, asker())).toBeUndefined()
    kept.keep(errand, asker(), whole)
    expect(kept.find(errand, asker())).toBeDefined()
    expect(kept.find(errand, scoped)).toBeUndefined()
    expect(kept.find(errand, { ...asker(), identity: undefined })).toBeUndefined()
  })

  test('keeps an answer up to its size, and none beyond', () => {
    const kept = openKeptCatalogues(60_000)
    const empty = '{"data":{"x":""}}'
    const room = maxEntryBytes - errand.body.length - empty.length
    const filled = (length: number) => answered(empty.replace('""', `"${'x'.repeat(length)}"`))
    kept.keep(errand, asker(), filled(room + 1))
    expect(kept.find(errand, asker())).toBeUndefined()
    kept.keep(errand, asker(), filled(room))
    expect(kept.find(errand, asker())).toBeDefined()
  })

  test('holds so much in all: what was not asked for long goes first', () => {
    const kept = openKeptCatalogues(60_000)
    const big = answered(`{"data":{"x":"${'x'.repeat(900_000)}"}}`)
    const numbered = (n: number): Errand => ({ ...errand, body: `${n}` })
    for (let n = 0; n < 30; n++) kept.keep(numbered(n), asker(), big)
    const left = Array.from({ length: 30 }, (_, n) => kept.find(numbered(n), asker()))
    expect(left.filter((one) => one !== undefined)).toHaveLength(18)
    expect(left[0]).toBeUndefined()
    expect(left[29]).toBeDefined()
  })
})
