import { expect, test } from 'vitest'
import { answerText, stringifyResult, writtenJson } from './answer-text.ts'

const errors = [{ message: 'Đã hỏng' }]
const extensions = { requestId: 'r' }
const dataOf = (length: number): string => JSON.stringify({ a: 'x'.repeat(length - 8) })

test.each([
  ['short', 8191, true],
  ['long', 8192, false],
])('a %s answer is text or bytes, and says the same', (_name, length, isText) => {
  const json = dataOf(length)
  expect(json).toHaveLength(length)
  const data = answerText(writtenJson(json))
  const text = stringifyResult({ data, errors, extensions })
  expect(text === '').toBe(!isText)
  const body = data.body?.toString('utf8') ?? text
  expect(body).toBe(
    `{"errors":[{"message":"Đã hỏng"}],"data":${json},"extensions":{"requestId":"r"}}\n`,
  )
})

test('each request that shares an answer has a body of its own', () => {
  const json = writtenJson(dataOf(10_000))
  const [one, other] = ['1', '2'].map((requestId) => {
    const data = answerText(json)
    stringifyResult({ data, extensions: { requestId } })
    return data.body?.toString('utf8')
  })
  expect(one).toContain('{"requestId":"1"}')
  expect(other).toContain('{"requestId":"2"}')
})

test('a result without written data is what Apollo Server would write', () => {
  expect(stringifyResult({ data: { a: 1 }, extensions })).toBe(
    '{"data":{"a":1},"extensions":{"requestId":"r"}}\n',
  )
  expect(stringifyResult({ errors })).toBe('{"errors":[{"message":"Đã hỏng"}]}\n')
})
