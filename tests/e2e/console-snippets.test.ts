import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Question } from '../../gateway/console/api/ask.ts'
import { type SnippetId, snippets } from '../../gateway/console/snippets/snippets.ts'

const run = promisify(execFile)
const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) process.stderr.write('no python3: the copied Python is not run\n')

const schema = buildSchema(`
  scalar Date scalar BigInt scalar Odd
  enum Kind { CITY PROVINCE }
  input Filter { kind: Kind! since: Date and: [Filter!] }
  interface Place { code: ID! }
  type Province implements Place { code: ID! name: String! kind: Kind area: Float people(where: Filter): Totals! odd: Odd }
  type Commune implements Place { code: ID! province: Province }
  type Totals { count: BigInt }
  type Query { provinces(where: Filter, first: Int = 20): [Province!]! places: [Place] }
`)
const query = `query Q($where: Filter, $first: Int!, $with: Boolean = false) {
  provinces(where: $where, first: $first) { ...f few: people(where: {kind: CITY}) { count } people { n: count } kind }
  places { __typename code ... on Commune { province { name @include(if: $with) } } }
}
fragment f on Province { name odd people { count } }`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snippets-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('TypeScript', () => {
  test('its types are what the answer is, and the compiler holds to them', async () => {
    const text = snippets.typescript({ question: { query }, origin: 'http://localhost', schema })
    expect(text).toContain('readonly n: number | string | null')
    expect(text).toContain("readonly __typename: 'Commune'")
    expect(text).toContain('readonly name?: string')
    await writeFile(join(folder, 'ask.ts'), text)
    await writeFile(
      join(folder, 'right.ts'),
      `import { ask } from './ask.ts'
const data = await ask('token', { first: 3, where: { kind: 'CITY', and: [{ kind: 'PROVINCE' }] } })
const name: string = data.provinces[0]?.name ?? ''
const kind: 'CITY' | 'PROVINCE' | null | undefined = data.provinces[0]?.kind
const count: number | string | null | undefined = data.provinces[0]?.people.n
console.log(name, kind, count, data.places?.length)
`,
    )
    await writeFile(
      join(folder, 'wrong.ts'),
      `import { ask } from './ask.ts'
await ask('token', { first: '3' })
await ask('token', { first: 3, where: { kind: 'TOWN' } })
const data = await ask('token', { first: 3 })
console.log(data.provinces[0]?.nowhere)
`,
    )
    const tsc = join(import.meta.dirname, '../../node_modules/.bin/tsc')
    const options = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--target',
      'es2023',
      '--module',
      'esnext',
    ]
    const more = ['--moduleResolution', 'bundler', '--allowImportingTsExtensions', '--skipLibCheck']
    const compile = (file: string) =>
      run(tsc, [...options, ...more, '--types', '', '--lib', 'es2023,dom', join(folder, file)])
    await expect(compile('right.ts')).resolves.toMatchObject({ stdout: '' })
    const { stdout } = await compile('wrong.ts').catch((error: { stdout: string }) => error)
    expect(stdout.match(/wrong\.ts\(\d+/g)).toEqual(['wrong.ts(2', 'wrong.ts(3', 'wrong.ts(5'])
  })

  test('a document that does not fit the schema has loose types', () => {
    const text = snippets.typescript({ question: { query: '{ nowhere }' }, origin: '', schema })
    expect(text).toContain('export type Data = Record<string, unknown>')
  })
})

test('what is copied asks what was asked, whatever stands in it', async () => {
  const asked: { readonly body: unknown; readonly purpose: unknown; readonly token: unknown }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { authorization: token, 'x-purpose': purpose } = request.headers
      asked.push({ body: JSON.parse(Buffer.concat(chunks).toString()), purpose, token })
      response.setHeader('content-type', 'application/json')
      response.end('{"data":{"a":1},"extensions":{"provenance":{}}}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const question: Question = {
    query: `query A { a(x: "it's \\"$HOME\\" \`id\` \${1} \\\\") } # đất 𠀀`,
    variables: { name: `O'Brien $(id) "x" \\` },
    operationName: 'A',
    purpose: 'land-registration',
  }
  const { purpose, ...body } = question
  const env = { ...process.env, TOKEN: 'secret' }
  const given = { question, origin, schema }
  try {
    await run('sh', ['-c', snippets.curl(given)], { env })
    const file = join(folder, 'ask.mjs')
    await writeFile(file, snippets.fetch(given))
    await run(process.execPath, [file], { env })
    const script = join(folder, 'ask.py')
    await writeFile(script, snippets.python(given))
    if (hasPython) await run('python3', [script], { env })
  } finally {
    server.close()
  }
  expect(asked).toEqual(
    Array.from({ length: hasPython ? 3 : 2 }, () => ({ body, purpose, token: 'Bearer secret' })),
  )
  for (const id of ['curl', 'fetch', 'python', 'typescript'] satisfies SnippetId[])
    expect(snippets[id](given)).not.toContain('secret')
})
