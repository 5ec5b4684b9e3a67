import { expect, test } from 'vitest'
import { readTraceParent, writeTraceParent } from './trace-parent.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'

test.each([
  ['of version 00', `00-${traceId}-${spanId}-01`, 1],
  ['with flags that are not known', `00-${traceId}-${spanId}-fe`, 0],
  ['of a later version, which says more', `cc-${traceId}-${spanId}-01-what-the-future-says`, 1],
])('a place in a trace is read: %s', (_what, header, traceFlags) => {
  expect(readTraceParent(header)).toEqual({ traceId, spanId, traceFlags, isRemote: true })
})

test.each([
  ['none', undefined],
  ['two of them', [`00-${traceId}-${spanId}-01`, `00-${traceId}-${spanId}-01`]],
  ['version ff', `ff-${traceId}-${spanId}-01`],
  ['version 00 with more', `00-${traceId}-${spanId}-01-x`],
  ['upper case', `00-${traceId.toUpperCase()}-${spanId}-01`],
  ['no trace', `00-${'0'.repeat(32)}-${spanId}-01`],
  ['no span', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['too long', `cc-${traceId}-${spanId}-01-${'x'.repeat(80)}`],
])('nothing is read of %s', (_what, header) => expect(readTraceParent(header)).toBeUndefined())

test('what is written is read again', () => {
  const header = `00-${traceId}-${spanId}-01`
  const place = readTraceParent(header)
  expect(place && writeTraceParent(place)).toBe(header)
})
