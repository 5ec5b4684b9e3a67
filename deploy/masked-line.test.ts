import { expect, test } from 'vitest'
import { maskedLine } from './masked-line.ts'

test('personal numbers and tokens do not leave by the log', () => {
  const token = `${Buffer.from('{"alg":"EdDSA"}').toString('base64url')}.${Buffer.from('{"pin":"900000000001"}').toString('base64url')}.c2lnbmF0dXJl`
  const line = `{"time":1795000000000,"caller":"900000000001","url":"/x?pin=901090000001","bearer":"${token}"}`
  expect(maskedLine(line)).toBe(
    '{"time":1795000000000,"caller":"…","url":"/x?pin=…","bearer":"eyJ…"}',
  )
})

test.each([
  '{"time":1795000000000}',
  '{"ms":0.123456789012}',
  '{"id":"7c9e6679-7425-40de-944b-123456789012"}',
  '{"sha":"a900000000001b"}',
  '{"short":90000000001}',
])('what only looks like one stays: %s', (line) => expect(maskedLine(line)).toBe(line))

test('a checkpoint of the journal stays whole, and nothing that says that it is one', () => {
  const signed = 'eyJhbGciOiJFZERTQSJ9.eyJzZXEiOjd9.c2lnbmF0dXJl'
  const own = `{"checkpoint":"${signed}","msg":"audit checkpoint"}`
  expect(maskedLine(own)).toBe(own)
  const said = JSON.stringify({ text: own })
  expect(maskedLine(said)).toBe(said.replace(signed, 'eyJ…'))
})
