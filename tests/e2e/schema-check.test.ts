import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { commands } from '../../deploy/cli/commands.ts'
import { main } from '../../deploy/cli/main.ts'
import { committedSupergraph } from '../../deploy/gateway-config.ts'
import { repositoryRoot } from '../support/command-line.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const said: string[] = []
beforeEach(() => {
  said.length = 0
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
})

async function call(...args: readonly string[]) {
  said.length = 0
  return { code: await main(commands, args, {}), text: said.join('\n') }
}

/** The land ministry's schema without the area of parcels, in a folder with a report of uses. */
async function withoutOwners() {
  const directory = await temporaryDirectory()
  const text = await readFile(join(repositoryRoot, 'subgraphs/land/schema.graphql'), 'utf8')
  const field = /\n {2}"Tên tổ chức[^\n]*\n {2}organisationName[^\n]*/
  if (!field.test(text)) throw new Error('expected LandParty.organisationName in the land schema')
  const sdl = join(directory.path, 'land.graphql')
  await writeFile(sdl, text.replace(field, ''))
  const use = async (coordinate: string) => {
    const file = join(directory.path, 'use.json')
    const uses = [{ coordinate, consumer: 'application:tax', requests: 60, lastDay: '2026-11-20' }]
    await writeFile(file, JSON.stringify({ days: 30, uses }))
    return file
  }
  return Object.assign(directory, { sdl, use })
}

describe('schema check', () => {
  test('the house has no problem', async () => {
    expect(await call('schema', 'check')).toEqual({ code: 0, text: 'no problem' })
  })

  test('a removal breaks who uses it, and nobody when it is not used', async () => {
    await using land = await withoutOwners()
    const check = async (...more: readonly string[]) =>
      await call(
        'schema',
        'check',
        '--sdl',
        land.sdl,
        '--name',
        'land',
        '--against',
        committedSupergraph,
        ...more,
      )

    const unknown = await check()
    expect(unknown.code).toBe(1)
    expect(unknown.text).toContain(
      'removes LandParty.organisationName: its use is not known [CHANGE_BREAKING]',
    )

    const used = await check('--use', await land.use('LandParty.organisationName'))
    expect(used.code).toBe(1)
    expect(used.text).toMatch(
      /land\.graphql:\d+: LandParty\.organisationName: removes LandParty\.organisationName: used by 1 application, 2 requests\/day, last on 2026-11-20 \[CHANGE_BREAKING\]/,
    )

    const unused = await check('--use', await land.use('Parcel.area'), '--format', 'json')
    expect(unused.code).toBe(0)
    expect(JSON.parse(unused.text)).toMatchObject({
      ok: true,
      problems: [],
      notes: expect.arrayContaining([
        expect.objectContaining({
          code: 'CHANGE_UNUSED',
          severity: 'note',
          coordinate: 'LandParty.organisationName',
        }),
      ]),
    })
  })

  test('is used wrongly: exit code 2', async () => {
    await using land = await withoutOwners()
    const wrong = [
      [['--sdl', land.sdl], '--name: expected the name'],
      [['--name', 'land'], '--sdl: expected the file'],
      [['--name', 'La Nd', '--sdl', land.sdl], '--name: expected lower-case'],
      [['--name', 'land', '--sdl', '/nowhere'], '--sdl: expected a readable file'],
      [['--against', '/nowhere'], '--against: expected a readable file'],
      [['--use', land.sdl], '--use: expected the answer of schema use'],
      [['--format', 'xml'], '--format: expected table, text, json, got xml'],
    ] as const
    for (const [args, message] of wrong) {
      const { code, text } = await call('schema', 'check', ...args)
      expect([code, text]).toEqual([2, expect.stringContaining(message)])
    }
  })
})

describe('schema diff', () => {
  test('says what differs; exit code 1 where something breaks', async () => {
    await using directory = await temporaryDirectory()
    const [before, after] = ['before', 'after'].map((name) =>
      join(directory.path, `${name}.graphql`),
    )
    if (before === undefined || after === undefined) throw new Error('two names')
    await writeFile(before, 'type Query { a: Int b: Int }')
    await writeFile(after, 'type Query { a: Int c: Int }')
    expect(await call('schema', 'diff', before, after)).toEqual({
      code: 1,
      text: 'breaking   removes Query.b\nsafe       adds Query.c: Int\n2 changes',
    })
    expect(await call('schema', 'diff', before, before)).toEqual({ code: 0, text: '0 changes' })
    expect((await call('schema', 'diff', after, after, '--format', 'json')).text).toBe('[]')
    expect((await call('schema', 'diff', committedSupergraph, committedSupergraph)).code).toBe(0)
    expect((await call('schema', 'diff', before, '/nowhere')).code).toBe(2)
    await writeFile(after, 'type Query {')
    expect((await call('schema', 'diff', before, after)).code).toBe(1)
  })
})
