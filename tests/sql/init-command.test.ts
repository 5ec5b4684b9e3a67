import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Command } from '../../deploy/cli/command.ts'
import { schemaInit } from '../../deploy/cli/schema-init.ts'
import { subgraph } from '../../deploy/cli/subgraph.ts'
import { readSettings } from '../../deploy/settings.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

async function failure(
  command: Command,
  values: Record<string, string>,
  words: readonly string[] = [],
): Promise<string> {
  const print = (): void => undefined
  const call = { words, values, switches: new Set<string>(), settings: readSettings({}), print }
  return await command.run(call).then(
    (code) => `exit code ${code}`,
    (error: unknown) => (error instanceof Error ? error.message : 'no error'),
  )
}

const database = 'postgresql://reader@127.0.0.1:1/none'

it.each([
  [{}, /--database: expected a URL/],
  [{ database: 'mysql://x', name: 'a' }, /--database: expected a URL/],
  [{ database }, /--name: expected 1 to 40/],
  [{ database, name: 'Fisheries' }, /--name: expected/],
  [{ database, name: 'a--b' }, /--name: expected/],
  [{ database, name: 'a'.repeat(41) }, /--name: expected/],
  [{ database, name: 'a'.repeat(40) }, /127\.0\.0\.1:1, database none, role reader/],
])('schema init %j says what it expected', async (values, expected) => {
  await using directory = await temporaryDirectory()
  expect(await failure(schemaInit, { out: directory.path, ...values })).toMatch(expected)
})

const type = (permission: string): string =>
  `type A @key(fields: "a") @table(name: "a", key: ["a"]) @requiresScopes(scopes: [["${permission}"]]) { a: ID! }`

it.each([
  ['', [], { sdl: 'FILE' }, /--database: expected a URL/],
  ['', [], { database }, /--database: expected --sdl/],
  ['', [], {}, /missing: NAME, or --sdl/],
  ['', ['helth'], {}, /unknown ministry: helth; did you mean health/],
  ['', [], { sdl: '/none/schema.graphql', database }, /--sdl: expected a readable file/],
  ['type A {', [], { sdl: 'FILE', database }, /FILE:1: .*SDL_SYNTAX/],
  [
    type('land:parcel:read'),
    [],
    { sdl: 'FILE', database },
    /expected permissions of one ministry alone.*got those of none/,
  ],
  [
    type('a:record:read'),
    ['b'],
    { sdl: 'FILE', database },
    /expected permissions of b alone.*got those of a/,
  ],
  [type('a:record:read'), ['a'], { sdl: 'FILE', database }, /^a: PostgreSQL 127\.0\.0\.1:1/],
])('subgraph with %j %j %j says what it expected', async (sdl, words, values, expected) => {
  await using directory = await temporaryDirectory()
  const file = join(directory.path, 'schema.graphql')
  if (sdl !== '') await writeFile(file, sdl)
  const given = { ...values, ...('sdl' in values && values.sdl === 'FILE' ? { sdl: file } : {}) }
  expect((await failure(subgraph, given, words)).replaceAll(file, 'FILE')).toMatch(expected)
})
