import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { commands } from '../../deploy/cli/commands.ts'
import { main } from '../../deploy/cli/main.ts'
import { databaseUrl } from '../support/database.ts'

const said: string[] = []
beforeEach(() => {
  said.length = 0
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
})

const refresh = (words: readonly string[], environment = {}) =>
  main(commands, ['rollup', 'refresh', ...words], environment)

test('one rollup of a database that is named', async () => {
  const database = databaseUrl('health', 'owner')
  expect(await refresh(['health', '--name', 'byKindAndAge', '--database', database])).toBe(0)
  expect(said).toEqual([
    expect.stringMatching(/^1\/1 {4}health prescription\.byKindAndAge: [1-9]\d* rows, \d+ ms$/),
    expect.stringMatching(/^done in \d+\.\d s$/),
  ])
})

test('every rollup of a ministry whose owner the settings name', async () => {
  const environment = { LAND_OWNER_DATABASE_URL: databaseUrl('land', 'owner') }
  expect(await refresh(['land'], environment)).toBe(0)
  expect(said).toEqual([
    expect.stringContaining('1/2    land parcel.byCommune'),
    expect.stringContaining('2/2    land land_use.byPurpose'),
    expect.stringContaining('done in'),
  ])
})

test('the reader cannot fill one, and the line says what failed', async () => {
  const database = databaseUrl('health', 'reader')
  expect(await refresh(['health', '--database', database])).toBe(1)
  expect(said.join('\n')).toMatch(/^lien-thong: .*(permission denied|read-only transaction)/)
})
