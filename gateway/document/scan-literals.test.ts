import { expect, test } from 'vitest'
import { scanLiterals } from './scan-literals.ts'

function seen(text: string): readonly [string, ...(readonly string[])[]] | undefined {
  const scanned = scanLiterals(text)
  return (
    scanned && [scanned.key, ...scanned.literals.map(({ scalars }) => scalars.map((s) => s.raw))]
  )
}

test.each<[string, string, string[][]]>([
  ['{ a(x: 1) }', '{ a(x: ?int) }', [['1']]],
  ['{ a(x: -1.5e3, y: "b") }', '{ a(x: ?float, y: ?string) }', [['-1.5e3'], ['"b"']]],
  ['{ a(in: [1, 2,3]) }', '{ a(in: ?[int]) }', [['1', '2', '3']]],
  ['{ a(in: ["1" 2]) }', '{ a(in: ?[int|string]) }', [['"1"', '2']]],
  ['{ a(in: []) }', '{ a(in: ?[]) }', [[]]],
  ['{ a(in: [[1], [2]]) }', '{ a(in: [?[int], ?[int]]) }', [['1'], ['2']]],
  ['{ a(in: [1, $b]) }', '{ a(in: [?int, $b]) }', [['1']]],
  ['{ a(w: {b: {c: "x)y\\"{"}}) }', '{ a(w: {b: {c: ?string}}) }', [['"x)y\\"{"']]],
  ['{ a(x: A1, y: true, z: null, v: $v1) }', '{ a(x: A1, y: true, z: null, v: $v1) }', []],
  ['query q($v: Int = 5) { a(v: $v) }', 'query q($v: Int = 5) { a(v: $v) }', []],
  ['query q($v: [Int] = [5] @d(x: ")")) { a1 }', 'query q($v: [Int] = [5] @d(x: ")")) { a1 }', []],
  ['{ a @skip(if: false) b(x: 2) }', '{ a @skip(if: false) b(x: ?int) }', [['2']]],
  ['{ a @ # (\n d # (\n (x: 1) b(x: 2) }', '{ a @ # (\n d # (\n (x: 1) b(x: ?int) }', [['2']]],
  ['{ a @d b(x: 2) }', '{ a @d b(x: ?int) }', [['2']]],
  ['{ a(x: # 3 "\n 4) # (5)\n}', '{ a(x: # 3 "\n ?int) # (5)\n}', [['4']]],
  ['query @d(x: 1) { a(x: 2) }', 'query @d(x: 1) { a(x: ?int) }', [['2']]],
])('finds the literals of %s', (text, key, literals) => {
  expect(seen(text)).toEqual([key, ...literals])
})

test.each([
  '{ a(x: """b""") }',
  '{ a(x: "b) }',
  '{ a(x: "\u{1F600}") }',
  '{ a(x: "\u0000") }',
  '{ a(x: "b\n") }',
  '{ a(x: 01) }',
  '{ a(x: 1b) }',
  '{ a(x: 1.) }',
  '{ a(x: ?int) }',
  '{ a(x: 1',
  '"description" { a }',
  `{ a(x: "${'b'.repeat(65_536)}") }`,
])('leaves %s to the parser', (text) => {
  expect(scanLiterals(text)).toBeUndefined()
})

test('scans up to 65,536 characters', () => {
  const text = `{ a(x: "${'b'.repeat(65_536 - 12)}") }`
  expect(text).toHaveLength(65_536)
  expect(scanLiterals(text)?.literals).toHaveLength(1)
  expect(scanLiterals(`${text} `)).toBeUndefined()
})
