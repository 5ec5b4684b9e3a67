import { expect, test } from 'vitest'
import { checkValues } from './check-values.ts'

test.each([
  [`CHECK ((sex = ANY (ARRAY['Nam'::text, 'Nữ'::text])))`, ['Nam', 'Nữ']],
  [
    `CHECK (((kind)::text = ANY ((ARRAY['a'::character varying, 'it''s, b'::character varying])::text[])))`,
    ['a', `it's, b`],
  ],
  [`CHECK ((VALUE = ANY (ARRAY['x'::bpchar, 'y'::bpchar])))`, ['x', 'y']],
  [`CHECK ((code ~ '^[0-9]{12}$'::text))`, []],
  [`CHECK ((n = ANY (ARRAY[1, 2])))`, []],
  [`CHECK (((a = ANY (ARRAY['x'::text])) OR (length(a) > 3)))`, []],
  [`CHECK ((a <> ALL (ARRAY['x'::text])))`, []],
])('%s allows %j', (check, values) => {
  expect(checkValues([check])).toEqual(values)
})

test('a long check that is no list is refused at once', () => {
  const begun = performance.now()
  expect(checkValues([`CHECK ((a = ANY (ARRAY[${`'x'::text, `.repeat(5000)}oops])))`])).toEqual([])
  expect(performance.now() - begun).toBeLessThan(1000)
})
