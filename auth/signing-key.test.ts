import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { calculateJwkThumbprint } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSigningKey } from './signing-key.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signing-key-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a key is made once, private to its owner, and found again', async () => {
  const file = join(folder, 'keys', 'a.jwk.json')
  const first = await openSigningKey(file)
  const again = await openSigningKey(file)
  expect(again.kid).toBe(first.kid)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700)
  expect(await readdir(join(folder, 'keys'))).toEqual(['a.jwk.json'])
})

test('the public set holds no private part, and its kid is the RFC 7638 thumbprint', async () => {
  const { jwks, kid } = await openSigningKey(join(folder, 'a.jwk.json'))
  const [key] = jwks.keys
  expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  expect(await calculateJwkThumbprint(key ?? {})).toBe(kid)
})

test('many that start together end with one key', async () => {
  const file = join(folder, 'a.jwk.json')
  const keys = await Promise.all(Array.from({ length: 20 }, () => openSigningKey(file)))
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1)
  expect(await readdir(folder)).toEqual(['a.jwk.json'])
})

test('a file that is not such a key, or that anyone may read, is refused by name', async () => {
  const file = join(folder, 'a.jwk.json')
  for (const text of ['', '{', '{}', '{"kty":"oct","k":"c2VjcmV0"}']) {
    await writeFile(file, text, { mode: 0o600 })
    await expect(openSigningKey(file)).rejects.toThrow(`${file}: expected a private Ed25519 key`)
    expect(await readFile(file, 'utf8')).toBe(text)
  }
  await rm(file)
  await openSigningKey(file)
  await chmod(file, 0o644)
  await expect(openSigningKey(file)).rejects.toThrow(/others cannot read/)
})
