import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPersonKeys, personHash } from './person-keys.ts'

const pin = '900000000001'
let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'person-keys-'))
  file = join(folder, 'persons.jwks.json')
})
afterEach(() => rm(folder, { recursive: true }))

test('the same person has the same hash at everyone who has the file, and at no one else', async () => {
  const [one, other] = [await openPersonKeys(file), await openPersonKeys(file)]
  expect(one.person(pin)).toBe(other.person(pin))
  expect(one.person(pin)).toMatch(personHash)
  expect(one.person('900000000002')).not.toBe(one.person(pin))
  expect(one.text(pin)).not.toBe(one.person(pin))
  const foreign = await openPersonKeys(`${file}.foreign`)
  expect(foreign.person(pin).split('.')[1]).not.toBe(one.person(pin).split('.')[1])
})

test('a new first key hashes, and what the former one hashed is still found', async () => {
  const before = (await openPersonKeys(file)).person(pin)
  const { keys } = JSON.parse(await readFile(file, 'utf8')) as { keys: unknown[] }
  const fresh = { kty: 'oct', kid: '2027', k: Buffer.alloc(32, 7).toString('base64url') }
  await writeFile(file, JSON.stringify({ keys: [fresh, ...keys] }))
  const rotated = await openPersonKeys(file)
  expect(rotated.person(pin)).toMatch(/^2027\./)
  expect(rotated.everyPerson(pin)).toEqual([rotated.person(pin), before])
})

test.each(['', '{}', '{"keys":[]}', '{"keys":[{"kty":"oct","kid":"a","k":"short"}]}'])(
  'a file that holds no keys is refused by name: %s',
  async (text) => {
    await writeFile(file, text, { mode: 0o600 })
    await expect(openPersonKeys(file)).rejects.toThrow(`${file}: expected`)
  },
)

test('a file that anyone may read is refused', async () => {
  await openPersonKeys(file)
  await chmod(file, 0o644)
  await expect(openPersonKeys(file)).rejects.toThrow('expected a secret')
})
