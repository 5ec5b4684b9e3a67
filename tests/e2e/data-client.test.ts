import { execFile } from 'node:child_process'
import { copyFile, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callerToken } from '../attack/caller-token.ts'
import { repositoryRoot } from '../support/command-line.ts'
import { databaseUrl } from '../support/database.ts'
import { openSystem, type System } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const application = `data-client-${Math.random().toString(36).slice(2)}`
const example = join(repositoryRoot, 'docs/examples/data-client')

const provinceNames = `query ProvinceNames($codes: [ID!], $first: Int! = 20) {
  provinces(where: {code: {in: $codes}}, first: $first, orderBy: [{field: CODE, direction: ASC}]) {
    nodes { code name kind validFrom }
  }
}`
const documents = [
  provinceNames,
  `query Households($where: HouseholdFilter, $first: Int) {
    households(where: $where, first: $first) { nodes { memberCount members { fullName birthDate } } }
  }`,
  'query Totals($with: Boolean = true) { provinceTotals: provinces { nodes { personTotals @include(if: $with) { count } } } }',
  'query Nowhere { nowhere }',
]

let system: System
beforeAll(async () => {
  const consumers = {
    databaseUrl: databaseUrl('gateway', 'registry'),
    useIntervalMs: 60_000,
    trustedOnly: [application],
  }
  system = await openSystem({ consumers })
  const registered = await fetch(`${system.url}/documents`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await tokenOf('application')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ documents }),
  })
  expect(registered.status).toBe(200)
})
afterAll(() => system[Symbol.asyncDispose]())

const tokenOf = (role: string) =>
  callerToken(system, {
    roles: [role],
    client_id: application,
    provinces: ['01'],
    purpose: undefined,
  })

interface Operation {
  readonly parameters: readonly Readonly<Record<string, unknown>>[]
  readonly responses: Readonly<Record<string, unknown>>
}

interface Description {
  readonly openapi: string
  readonly paths: Readonly<Record<string, { readonly get: Operation; readonly post: Operation }>>
}

async function descriptionFor(role: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${system.url}/data/openapi.json`, {
    headers: { authorization: `Bearer ${await tokenOf(role)}`, ...headers },
  })
  const text = await response.text()
  return { status: response.status, etag: response.headers.get('etag') ?? '', text }
}

const readFor = async (role: string) => JSON.parse((await descriptionFor(role)).text) as Description

test('what each caller may ask is valid OpenAPI 3.1, and nothing else is in it', async () => {
  const listed = async (role: string) => {
    const { text } = await descriptionFor(role)
    const validator = new Validator()
    const { valid, errors } = await validator.validate(JSON.parse(text) as Record<string, unknown>)
    expect([errors ?? [], valid, validator.version]).toEqual([[], true, '3.1'])
    return Object.keys((JSON.parse(text) as Description).paths)
  }
  expect(await listed('application')).toEqual(['/data/ProvinceNames'])
  expect(await listed('analyst')).toEqual(['/data/ProvinceNames', '/data/Totals'])
  expect(await listed('officer')).toEqual([
    '/data/Households',
    '/data/ProvinceNames',
    '/data/Totals',
  ])
})

test('parameters, purposes and forms are described', async () => {
  const { paths } = await readFor('officer')
  expect(paths['/data/ProvinceNames']?.get.parameters).toEqual([
    {
      name: 'codes',
      in: 'query',
      required: false,
      style: 'form',
      explode: true,
      schema: { type: 'array', items: { type: 'string' } },
    },
    {
      name: 'first',
      in: 'query',
      required: false,
      schema: { type: 'integer', format: 'int32', default: 20 },
    },
    { name: 'format', in: 'query', schema: { type: 'string', enum: ['json', 'csv'] } },
  ])
  const households = paths['/data/Households']?.get.parameters ?? []
  expect(households[0]).toMatchObject({
    name: 'where',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/HouseholdFilter' } } },
  })
  expect(households.at(-1)).toMatchObject({ name: 'X-Purpose', in: 'header', required: true })
  const purposes = ((households.at(-1) ?? {})['schema'] as { enum: string[] }).enum
  expect(purposes).toContain('population-management')
  const asked = async (purpose: string | undefined, path = 'Households?first=1') => {
    const response = await fetch(`${system.url}/data/${path}`, {
      headers: {
        authorization: `Bearer ${await tokenOf('officer')}`,
        ...(purpose === undefined ? {} : { 'x-purpose': purpose }),
      },
    })
    const body = (await response.json()) as Record<string, unknown>
    return [response.status, body['code']]
  }
  for (const purpose of purposes) expect(await asked(purpose)).toEqual([200, undefined])
  expect(await asked(undefined)).toEqual([403, 'PURPOSE_REQUIRED'])
  expect(await asked('tax-collection')).toEqual([400, 'BAD_USER_INPUT'])
})

test('the same rights get the same text, which is not sent again', async () => {
  const [one, other] = await Promise.all([descriptionFor('analyst'), descriptionFor('analyst')])
  expect([other.text, other.etag]).toEqual([one.text, one.etag])
  const known = await descriptionFor('analyst', { 'if-none-match': one.etag })
  expect([known.status, known.text]).toEqual([304, ''])
  expect((await fetch(`${system.url}/data/openapi.json`)).status).toBe(401)
})

test('a client that is generated of it compiles, catches mistakes, and is answered', async () => {
  await using directory = await temporaryDirectory()
  const at = (name: string) => join(directory.path, name)
  const run = (args: readonly string[]) =>
    promisify(execFile)(process.execPath, [...args], { cwd: directory.path }).then(
      () => '',
      (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
    )
  await writeFile(at('openapi.json'), (await descriptionFor('application')).text)
  await writeFile(at('package.json'), '{ "type": "module" }')
  await symlink(join(repositoryRoot, 'node_modules'), at('node_modules'))
  const generator = join(repositoryRoot, 'node_modules/openapi-typescript/bin/cli.js')
  const compiler = pathToFileURL(join(example, 'compiler.mjs')).href
  const made = ['--import', compiler, generator, 'openapi.json', '--output', 'generated.ts']
  expect(await run(made)).toBe('')
  await copyFile(join(example, 'client.ts'), at('client.ts'))
  const options = '--noEmit --strict --skipLibCheck --target es2023 --module nodenext'.split(' ')
  const tsc = join(repositoryRoot, 'node_modules/typescript/bin/tsc')
  const compiled = (file: string) =>
    run([tsc, ...options, '--allowImportingTsExtensions', '--types', 'node', file])
  expect(await compiled('client.ts')).toBe('')
  const client = await readFile(at('client.ts'), 'utf8')
  for (const [from, to] of [
    ['first: 10', "first: 'ten'"],
    ['({ code, name })', '({ code, nam })'],
    ['/data/ProvinceNames', '/data/Households'],
  ] as const) {
    await writeFile(at('wrong.ts'), client.replaceAll(from, to))
    expect(await compiled('wrong.ts')).toMatch(/error TS/)
  }
  const { provinceNames: ask } = (await import(pathToFileURL(at('client.ts')).href)) as {
    provinceNames: (url: string, token: string, codes: string[]) => Promise<[string, string][]>
  }
  expect(await ask(system.url, await tokenOf('application'), ['48', '01'])).toEqual([
    ['01', 'Hà Nội'],
    ['48', 'Đà Nẵng'],
  ])
  await expect(ask(system.url, await tokenOf('application'), [])).resolves.toHaveLength(10)
})
