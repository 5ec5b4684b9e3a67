import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { searchRecord } from '../support/search-record.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const password = 'kZ3-x_9Qw7rT2yLm0aBc'

test.each([
  ['a personal number', '{"caller":"901090000001"}', '{"caller":"…"}'],
  ['a token', '{"h":"Bearer eyJhbGciOiJFZERTQSJ9.e30.c2ln"}', '{"h":"Bearer ….e30.c2ln"}'],
  ['a password in a URL', `postgres://reader:${password}@db/x`, 'postgres://reader:…@db/x'],
  ['a password of several words', '{"err":"no a b:c/d"}', '{"err":"no …"}'],
])(
  '%s that is told is found, with file and line, and not told again',
  async (_what, line, masked) => {
    await using record = await recordOf('one\n{"level":30}\n', `${line}\n`)
    expect(searchRecord(record.path)).toEqual({
      lines: 5,
      secrets: 2,
      leaks: [{ file: 'b.test.ts.2.log', line: 1, masked }],
    })
  },
)

test.each([
  ['other numbers', '{"time":1795387877312,"ms":0.912345678901,"n":90109000000}'],
  ['a part of a password, and one that is longer', `${password.slice(1)} x${password}`],
  ['a signed checkpoint of the journal', '{"checkpoint":"eyJhbGciOiJFZERTQSJ9.e30.c2ln"}'],
])('%s are nobody’s secret', async (_what, line) => {
  await using record = await recordOf(`${line}\n`, '')
  expect(searchRecord(record.path).leaks).toEqual([])
})

async function recordOf(first: string, second: string) {
  const directory = await temporaryDirectory()
  const put = (name: string, text: string) => appendFile(join(directory.path, name), text)
  await put('secrets', `${JSON.stringify(password)}\n${JSON.stringify('a b:c/d')}\n`)
  await put('a.test.ts.1.log', first)
  await put('b.test.ts.2.log', second)
  return directory
}
