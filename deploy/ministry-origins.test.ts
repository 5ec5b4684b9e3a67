import { expect, test } from 'vitest'
import { loopbackOnly, ministryOrigins } from './ministry-origins.ts'

const list = 'https://a.internal, land=http://10.0.3.7:4003'

test.each([
  ['land', 'https://a.internal/graphql', true],
  ['land', 'https://a.internal:443/other?x=1', true],
  ['land', 'http://10.0.3.7:4003/graphql', true],
  ['health', 'http://10.0.3.7:4003/graphql', false],
  ['land', 'http://10.0.3.7:4004/graphql', false],
  ['land', 'http://10.0.3.7/graphql', false],
  ['land', 'http://a.internal/graphql', false],
  ['land', 'https://a.internal.evil.example/graphql', false],
  ['land', 'https://a.internal@evil.example/graphql', false],
  ['land', 'https://evil.example/https://a.internal', false],
  ['land', 'https://user@a.internal/graphql', false],
  ['land', 'https://a.internal/graphql#x', false],
  ['land', 'file:///etc/passwd', false],
  ['land', 'nowhere', false],
])('%s at %s: %s', (ministry, url, may) => {
  expect(ministryOrigins(list)?.(ministry, url)).toBe(may)
})

test.each([
  '',
  'a.internal',
  'https://a.internal/path',
  'Land=https://a',
  'https://u@a',
  'ftp://a',
  'https://a,,',
])('no list: %j', (text) => {
  expect(ministryOrigins(text)).toBeUndefined()
})

test.each([
  ['http://localhost:4107/graphql', true],
  ['http://127.0.0.1:1/x', true],
  ['http://[::1]:4000/graphql', true],
  ['http://localhost.evil.example/graphql', false],
  ['http://127.0.0.1.evil.example/graphql', false],
  ['http://0.0.0.0:4000/graphql', false],
  ['http://169.254.169.254/latest', false],
  ['http://localhost:4000@evil.example/', false],
])('the loopback: %s %s', (url, may) => {
  expect(loopbackOnly('land', url)).toBe(may)
})
