import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../../deploy/cli/commands.ts'
import { findCommand } from '../../deploy/cli/find-command.ts'
import { readCall } from '../../deploy/cli/read-call.ts'
import { readSettings } from '../../deploy/settings.ts'
import { land } from '../federation/gateway-plans.ts'
import { type House, openHouse } from './registry-house.ts'

let house: House
let sdlFile: string
let tokenFile: string
beforeAll(async () => {
  house = await openHouse({ needsApproval: (name) => name === 'population' })
  sdlFile = join(house.directory, 'land.graphql')
  tokenFile = join(house.directory, 'token')
  await writeFile(tokenFile, `${await house.token('publisher', { agency: 'land' })}\n`)
})
afterAll(() => house[Symbol.asyncDispose]())

/** Runs a command of the table against the house; answers its exit code and what it printed. */
async function run(
  words: string,
  { token, environment = {} }: { token?: string; environment?: Record<string, string> } = {},
) {
  const { command, rest } = findCommand(commands, words.split(' '))
  const who = token === undefined ? ['--token-file', tokenFile] : ['--token', token]
  const registry =
    command.options['registry'] === undefined ? [] : ['--registry', `${house.gateway.url}/registry`]
  const lines: string[] = []
  const code = await command.run({
    ...readCall(command, [...rest, ...who, ...registry]),
    settings: readSettings(environment),
    print: (line) => void lines.push(line),
  })
  return { code, lines }
}

/** The registry is the one that it is checked against. */
const check = (format = 'text') =>
  `schema check --name land --sdl ${sdlFile} --against ${house.gateway.url}/registry --format ${format}`

const unused =
  'note: land.graphql:11: LandTotals.area: removes LandTotals.area: not used in the last 30 days [CHANGE_UNUSED]'

describe.sequential('the registry by command', () => {
  test('checks, publishes, publishes again, and tells the history', async () => {
    await writeFile(sdlFile, land.sdl.replace('count: Int! area: Float', 'count: Int!'))
    const publish = `schema publish --name land --sdl ${sdlFile}`
    expect(await run(check())).toEqual({ code: 0, lines: [unused, 'no problem, 1 note'] })
    expect((await run(`${check()} --days 400`)).lines[0]).toContain('not used in the last 400 days')
    const json = JSON.parse((await run(check('json'))).lines.join('')) as object
    expect(json).toMatchObject({ ok: true, notes: [{ code: 'CHANGE_UNUSED', line: 11 }] })
    expect((await run('schema history')).lines).toHaveLength(3)
    expect(await run(`${publish} --message smaller`)).toEqual({
      code: 0,
      lines: [unused, 'land version 2 is live (release 4)'],
    })
    expect(await run(publish)).toEqual({
      code: 0,
      lines: ['land version 2 was live already (release 4)'],
    })
    const { lines } = await run('schema history')
    expect(lines[0]).toMatch(
      /^release 4 {2}\S+ {2}publish {2}land 2 {2}by test-publisher {2}"smaller"$/,
    )
    expect(lines).toHaveLength(4)
    const versions = await run('schema history --name land')
    expect(versions.lines[0]).toMatch(
      /^version 2 {2}\S+ {2}by test-publisher {2}http:\S+ {2}[0-9a-f]{12} {2}"smaller"$/,
    )
    const diff = await run('schema history --name land --diff 1..2')
    expect(diff.lines.join('\n')).toMatch(
      /^--- land 1\n\+\+\+ land 2\n@@ [^]*\n-.*area: Float }[^]*\n\+/,
    )
    expect((await run('schema history --name land --diff 2..2')).lines).toEqual(['no difference'])
  })

  test('what is wrong is printed as editors read it, and fails', async () => {
    await writeFile(sdlFile, 'type Query {\n  x: @\n}')
    const publish = `schema publish --name land --sdl ${sdlFile}`
    const { code, lines } = await run(publish)
    expect(code).toBe(1)
    expect(lines).toEqual([
      expect.stringMatching(/^land\.graphql:2: .* \[SDL_SYNTAX\]$/),
      '1 problems, nothing was changed',
    ])
    expect(await run(check())).toEqual({ code: 1, lines: [lines[0], '1 problem'] })
    const foreign = await run(publish.replace('land --', 'health --'))
    expect(foreign).toEqual({
      code: 1,
      lines: [expect.stringMatching(/^Expected the role publisher, .* \[FORBIDDEN\]$/)],
    })
  })

  test('rolls back, for the publisher and for an operator', async () => {
    const rollback = 'schema rollback --name land --version'
    expect(await run(`${rollback} 1 --message larger`)).toEqual({
      code: 0,
      lines: ['land version 1 is live (release 5)'],
    })
    const token = await house.token('operator')
    expect((await run(`${rollback} 2`, { token })).lines).toEqual([
      unused,
      'land version 2 is live (release 6)',
    ])
    expect(await run(`${rollback} 9`)).toEqual({
      code: 1,
      lines: ['Subgraph land has no version 9. [BAD_USER_INPUT]'],
    })
  })

  test('a second person lets a version go live', async () => {
    const [first, second] = await Promise.all(
      ['test-first', 'test-second'].map((sub) =>
        house.token('publisher', { agency: 'population', sub }),
      ),
    )
    const { text } = await house.send('GET', 'subgraphs/population/versions/1/sdl', {
      agency: 'population',
    })
    await writeFile(
      sdlFile,
      text.replace('fullName: String!', 'fullName: String! nickname: String'),
    )
    const published = await run(`schema publish --name population --sdl ${sdlFile}`, {
      token: first ?? '',
    })
    expect(published).toEqual({
      code: 0,
      lines: ['population version 2 waits for a second publisher (release 6)'],
    })
    const approve = 'schema approve --name population --version 2'
    expect((await run(approve, { token: first ?? '' })).code).toBe(1)
    expect(await run(approve, { token: second ?? '' })).toEqual({
      code: 0,
      lines: ['population version 2 is live (release 7)'],
    })
  })

  test('a subgraph that nobody uses is retired, by its publisher or an operator', async () => {
    const retire = 'schema retire --name land --message merged'
    const foreign = await house.token('publisher', { agency: 'population' })
    expect((await run(retire, { token: foreign })).lines).toEqual([
      expect.stringMatching(/or the role operator\. \[FORBIDDEN\]$/),
    ])
    const { code, lines } = await run(retire)
    expect([code, lines.at(-1)]).toEqual([0, 'land version 2 is retired (release 8)'])
    expect((await run('schema history')).lines[0]).toMatch(/^release 8 .* retire {2}land 2 /)
    // Where two look at each change, no publisher does it alone.
    const alone = await run('schema retire --name population', { token: foreign })
    expect(alone.lines).toEqual([expect.stringMatching(/Expected the role operator/)])
  })

  test.each([
    ['schema check --against http://127.0.0.1:1/registry', /--name: expected the subgraph/],
    [
      'schema check --name a --sdl x --against http://127.0.0.1:1/r --use x',
      /--use: a registry knows/,
    ],
    [
      'schema check --name a --sdl package.json --against http://127.0.0.1:1/r --days 0',
      /--days: /,
    ],
    ['schema check --name a --sdl package.json --days 3', /--days: expected --against/],
    ['schema publish --sdl x', /--name: expected/],
    ['schema publish --name land', /--sdl: expected a file/],
    ['schema publish --name land --sdl /nowhere', /--sdl: expected a readable file/],
    ['schema rollback --name land --version x', /--version: expected a whole number/],
    ['schema history --diff 1..2', /--diff: expected --name too/],
    ['schema history --name land --diff 1', /--diff: expected two versions/],
  ])('wrong use: %s', async (words, message) => {
    await expect(run(words)).rejects.toThrow(message)
  })

  test('a token is needed where there is no development issuer', async () => {
    const { command, rest } = findCommand(commands, ['schema', 'history'])
    const call = {
      ...readCall(command, rest),
      settings: readSettings({ OIDC_ISSUER: 'https://sso.example.test' }),
      print: () => undefined,
    }
    await expect(command.run(call)).rejects.toThrow(/expected --token-file or --token/)
  })
})
