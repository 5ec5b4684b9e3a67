import { readFile } from 'node:fs/promises'
import { GraphQLError } from 'graphql'
import { expect, test } from 'vitest'
import { CodedError, errors } from '../schema/errors.ts'
import { isUnexpected, maskError } from './errors.ts'
import { MinistryError } from './execution/ministry-error.ts'

const docs = await readFile(new URL('../docs/errors.md', import.meta.url), 'utf8')

const tables = docs
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim().replaceAll('`', '')),
  )

test('docs/errors.md holds the catalogue, row for row', () => {
  const rows = tables
    .filter((cells) => cells.length === 4)
    .map(([code, status, fault, message]) => [code, { status: Number(status), fault, message }])
  expect(rows).toEqual(Object.entries(errors))
})

test('docs/errors.md says for every code what to do', () => {
  const advice = tables.filter((cells) => cells.length === 3).map(([code]) => code)
  expect(advice).toEqual(Object.keys(errors))
})

test('an error of ours keeps its text and details, not its HTTP head', () => {
  const error = new CodedError('FORBIDDEN', undefined, { coordinates: ['A.b'] })
  expect(maskError(error)).toEqual({
    message: 'The caller may not read this.',
    extensions: { code: 'FORBIDDEN', coordinates: ['A.b'] },
  })
  const wrapped = new GraphQLError('outer secret', { path: ['a', 0], originalError: error })
  expect(maskError(wrapped)).toMatchObject({ message: error.message, path: ['a', 0] })
})

test('an error of a ministry keeps its text, details and place', () => {
  const details = { code: 'MINISTRY_UNAVAILABLE', ministry: 'land' } as const
  const error = new MinistryError('m', details)
  expect(maskError(error)).toEqual({ message: 'm', extensions: details })
  expect(maskError(error.at(['provinces', 0]))).toMatchObject({ path: ['provinces', 0] })
  expect(maskError(error.at([]))).not.toHaveProperty('path')
})

test.each([
  new Error('secret'),
  new GraphQLError('secret', { extensions: { code: 'SOMETHING', secret: 'secret' } }),
  new GraphQLError('secret', { originalError: new TypeError('secret') }),
  new GraphQLError('secret', { extensions: { code: 'FORBIDDEN' } }),
  'secret',
  undefined,
])('anything else is the gateway’s fault and says nothing: %s', (error) => {
  expect(isUnexpected(error)).toBe(true)
  expect(JSON.stringify(maskError(error))).not.toContain('secret')
  expect(maskError(error).extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' })
})
