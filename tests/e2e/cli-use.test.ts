import { access, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { commands } from '../../deploy/cli/commands.ts'
import { main } from '../../deploy/cli/main.ts'

import { launch, repositoryRoot } from '../support/command-line.ts'
import { copyRepository } from '../support/repository-copy.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const communes = join(repositoryRoot, '../shared/data/communes.csv')
const hasCommunes = await access(communes).then(
  () => true,
  () => false,
)

describe('the command line', () => {
  const said: string[] = []
  beforeEach(() => {
    said.length = 0
    vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
    vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line))
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  const call = async (line: string, environment = {}) => {
    said.length = 0
    const code = await main(commands, line.split(' ').filter(Boolean), environment)
    return { code, text: said.join('\n') }
  }

  test('explains each command with all its options and words', async () => {
    const overall = await call('--help')
    expect(overall.code).toBe(0)
    for (const { name, line, words, options } of commands) {
      expect(overall.text).toContain(`${[name, ...words].join(' ')} `)
      expect(overall.text).toContain(line)
      for (const asked of [`${name} --help`, `${name} -h`, `${name} surplus --help`]) {
        const { code, text } = await call(asked)
        expect(code).toBe(0)
        expect(text).toContain(`Usage: lien-thong ${[name, ...words].join(' ')}`)
        for (const [option, { what }] of Object.entries(options)) {
          expect(text).toContain(`--${option}`)
          expect(text).toContain(what)
        }
      }
    }
  })

  test.each([
    ['statr', 'did you mean start?'],
    ['schema', 'expected one of: schema init, schema check, schema compose'],
    ['schema chek', 'schema check'],
    ['data imprt communes x', 'superfluous: imprt communes x'],
    ['gateway --supergrph x', 'did you mean --supergraph?'],
    ['gateway --port', '--port: expected N'],
    ['gateway --port 99999', '--port: expected whole number, 0 to 65535, got "99999"'],
    ['gateway --open=yes', '--open takes no value'],
    ['subgraph', 'missing: NAME'],
    ['rollup refresh lnd', 'unknown ministry: lnd; did you mean land?'],
    ['rollup refresh land health', 'superfluous: health'],
    ['rollup refresh land --name none', '--name: expected parcel.byCommune, land_use.byPurpose'],
    ['rollup refresh --database postgresql://x/y', '--database: expected a ministry with it'],
    ['rollup refresh land --database x', '--database: expected a URL that starts with'],
    ['rollup refresh reference', '--name: expected a ministry with rollups'],
    ['subgraph lnad', 'did you mean land?'],
    ['subgraph xyz', 'expected one of reference, population, land, health, education'],
    ['subgraph land', 'LAND_DATABASE_URL: expected'],
    ['token', 'missing: PERSONA'],
    ['token analist', 'did you mean analyst?'],
    ['token king', 'expected one of citizen, officer'],
    ['token officer --purpose', '--purpose: expected ID'],
    ['token officer --purpose residence-confirmatio', 'did you mean residence-confirmation?'],
    ['token officer --purpose dispensing', 'expected one of population-management'],
    ['token analyst --purpose dispensing', 'expected one of epidemic-response'],
    ['token operator --purpose dispensing', 'it reads no records of persons'],
    ['data --people 5', '--people: expected whole number, 100 to'],
    ['data --ministry x', '--ministry: expected one of'],
    ['data --database postgresql://x/y', 'expected --ministry NAME with it'],
    ['data --ministry land --database mysql://x/y', 'expected a URL that starts with postgresql:'],
    ['data import communes', 'missing: FILE'],
    ['--versoin', 'unknown option: --versoin'],
  ])('%s: wrong use, exit code 2', async (line, hint) => {
    await using directory = await temporaryDirectory()
    const { code, text } = await call(line, { LIEN_THONG_DATA_DIR: directory.path })
    expect({ code, lines: text.split('\n').length }).toEqual({ code: 2, lines: 1 })
    expect(text).toContain(hint)
    expect(text).toMatch(/^lien-thong: .* \(see lien-thong --help\)$/)
  })

  test.each(['0.0.0.0', '::'])('an open gateway does not listen on %s', async (host) => {
    await using directory = await temporaryDirectory()
    const file = join(repositoryRoot, 'schema/supergraph.graphql')
    const { code, text } = await call(`gateway --supergraph ${file} --open --port 0`, {
      LIEN_THONG_DATA_DIR: directory.path,
      LIEN_THONG_HOST: host,
    })
    expect(code).toBe(1)
    expect(text).toMatch(/^lien-thong: an open gateway listens on the loopback alone; expected 127/)
  })
})

test('a token is one line that a header can carry', async () => {
  await using directory = await temporaryDirectory()
  const { code, out, err } = await launch(['token', 'analyst'], { directory: directory.path }).ended
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  expect(() => new Headers({ authorization: `Bearer ${out.trimEnd()}` })).not.toThrow()
})

test('a broken schema is told with file and line, alone and together, and nothing is written', async () => {
  await using directory = await temporaryDirectory()
  const root = join(directory.path, 'copy')
  await copyRepository(root, '')
  const composed = await readFile(join(root, 'schema/supergraph.graphql'), 'utf8')
  const damage = async (file: string, from: string, to: string): Promise<number> => {
    const text = await readFile(join(root, file), 'utf8')
    expect(text).toContain(from)
    await writeFile(join(root, file), text.replace(from, to))
    return text.slice(0, text.indexOf(from)).split('\n').length
  }
  const parcel = 'subgraphs/land/schema.graphql'
  const line = await damage(parcel, 'mapSheet: String!', 'mapSheet: Text!')
  const options = { directory: directory.path, root }
  const [checked, made] = await Promise.all([
    launch(['schema', 'check'], options).ended,
    launch(['schema', 'compose'], options).ended,
  ])
  for (const { code, out, err } of [checked, made]) {
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toContain(`${parcel}:${line}: `)
    expect(out).toContain('Text')
  }
  expect(checked.out).toMatch(/\n\d+ problems?\n$/)
  expect(made.out).toMatch(/\n\d+ problems?, nothing written\n$/)

  // Right alone, wrong together: two ministries answer for one field.
  await damage(parcel, 'mapSheet: Text!', 'mapSheet: String!')
  await damage(
    parcel,
    '  "Tổng hợp về thửa đất · Totals over its parcels"\n',
    '  "Tên · Name"\n  name: Int\n  "Tổng hợp · Totals"\n',
  )
  const together = await launch(['schema', 'check'], options).ended
  expect(together.code).toBe(1)
  expect(together.out).toMatch(/Province\.name/)
  expect(await readFile(join(root, 'schema/supergraph.graphql'), 'utf8')).toBe(composed)
})

test.runIf(hasCommunes)(
  'the official communes are imported into a running and into a stopped cluster (needs ../shared/data/communes.csv)',
  async () => {
    await using directory = await temporaryDirectory()
    const options = { directory: directory.path }
    await using running = launch(['start'], options)
    const [, url] = await running.said(/GraphQL +(http:\S+)\/graphql/)
    const lines = (await readFile(communes, 'utf8')).trimEnd().split('\n').length - 1
    const first = await launch(['data', 'import', 'communes', communes], options).ended
    const [, inserted, updated, unchanged, closed] =
      /^inserted (\d+), updated (\d+), unchanged (\d+), closed (\d+)\n$/
        .exec(first.out)
        ?.map(Number) ?? []
    expect(first.code).toBe(0)
    expect(Number(inserted) + Number(updated) + Number(unchanged)).toBe(lines)
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'analyst' })
    const granted = await fetch(`${url}/dev/oidc/token`, { method: 'POST', body: form })
    const { access_token: token } = (await granted.json()) as { access_token: string }
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: '{"query":"{ communes(first: 1, where: { validTo: { isNull: true } }) { totalCount } }"}',
    })
    expect(await response.json()).toMatchObject({ data: { communes: { totalCount: lines } } })
    running.child.kill('SIGTERM')
    expect((await running.ended).code).toBe(0)

    const again = await launch(['data', 'import', 'communes', communes], options).ended
    expect(again).toMatchObject({
      code: 0,
      out: `inserted 0, updated 0, unchanged ${lines}, closed 0\n`,
    })
    expect(closed).toBeGreaterThanOrEqual(0)
    const absent = await launch(['data', 'import', 'communes', '/absent.csv'], options).ended
    expect(absent).toMatchObject({
      code: 1,
      err: 'lien-thong: /absent.csv: cannot be read (ENOENT)\n',
    })
  },
)

test('an import without any cluster says how to get one', async () => {
  await using directory = await temporaryDirectory()
  const options = { directory: directory.path }
  const { code, err } = await launch(['data', 'import', 'communes', '/absent.csv'], options).ended
  expect(code).toBe(1)
  expect(err).toBe(
    `lien-thong: ${directory.path} holds no databases yet: run lien-thong start once, or name one with --database\n`,
  )
})
