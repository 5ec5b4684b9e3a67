import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../tests/support/temporary-directory.ts'
import { readSettings } from './settings.ts'

describe('secrets from files', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>
  let number = 0
  beforeAll(async () => {
    directory = await temporaryDirectory()
  })
  afterAll(() => directory[Symbol.asyncDispose]())

  const holding = async (text: string, mode = 0o600): Promise<string> => {
    const file = join(directory.path, String(number++))
    await writeFile(file, text)
    await chmod(file, mode)
    return file
  }
  const url = 'postgresql://land_reader:hunter2@db/land'

  test.each(['', '\n', '\r\n'])('a line break at the end (%j) does not count', async (end) => {
    const file = await holding(`${url}${end}`, 0o440)
    expect(readSettings({ LAND_DATABASE_URL_FILE: file }).databaseUrls).toEqual({ land: url })
    const token = 'x'.repeat(32)
    const registry = await holding(`${token}${end}`)
    expect(readSettings({ LIEN_THONG_REGISTRY_TOKEN_FILE: registry }).registryToken).toBe(token)
  })

  test('an empty name counts as not set', () => {
    expect(readSettings({ LAND_DATABASE_URL_FILE: '' }).databaseUrls).toEqual({})
  })

  test('a file that is missing, empty, too long, a folder, or open to others is refused by name', async () => {
    const refused = (file: string) => () => readSettings({ LAND_DATABASE_URL_FILE: file })
    const where = /LAND_DATABASE_URL_FILE: ".*": expected/
    expect(refused(join(directory.path, 'none'))).toThrow(/expected a file, got none/)
    expect(refused(directory.path)).toThrow(/expected a file, got none/)
    expect(refused(await holding('\n'))).toThrow(/expected a text, got an empty file/)
    expect(refused(await holding(url, 0o604))).toThrow(/got mode 604; run chmod 600/)
    expect(refused(await holding(`${url}${'x'.repeat(65_536)}`))).toThrow(/at most 65536 bytes/)
    expect(refused(await holding('\n'))).toThrow(where)
    expect(refused(await holding(`${url}${'x'.repeat(65_536 - url.length)}`))).not.toThrow()
  })

  test('what a file holds is checked as the setting is, and never shown', async () => {
    const file = await holding('mysql://u:hunter2@db/land')
    const read = () => readSettings({ LAND_DATABASE_URL_FILE: file })
    expect(read).toThrow(/LAND_DATABASE_URL: expected a URL that starts with postgresql:/)
    expect(read).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    )
  })

  test('both at once are refused, and only secrets come from files', async () => {
    const file = await holding(url)
    expect(() => readSettings({ LAND_DATABASE_URL: url, LAND_DATABASE_URL_FILE: file })).toThrow(
      /expected LAND_DATABASE_URL or this, got both/,
    )
    expect(() => readSettings({ LIEN_THONG_DEADLINE_MS_FILE: file })).toThrow(
      /LIEN_THONG_DEADLINE_MS_FILE: unknown setting/,
    )
  })
})
