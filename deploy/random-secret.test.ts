import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { randomSecret } from './random-secret.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'random-secret-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('ministries that start together make one secret, private to its owner', async () => {
  const file = join(folder, 'keys', 'own.key')
  const secrets = await Promise.all(Array.from({ length: 20 }, () => randomSecret(file)))
  expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(join(folder, 'keys'))).toEqual(['own.key'])
})

test('a secret that is short, or that anyone may read, is refused by name', async () => {
  const file = join(folder, 'own.key')
  await writeFile(file, 'short', { mode: 0o600 })
  await expect(randomSecret(file)).rejects.toThrow(`${file}: expected at least 32 bytes, got 5`)
  await rm(file)
  await randomSecret(file)
  await chmod(file, 0o644)
  await expect(randomSecret(file)).rejects.toThrow(`${file}: expected a secret that others cannot`)
})
