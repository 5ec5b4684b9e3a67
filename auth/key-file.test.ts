import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SignJWT, jwtVerify } from 'jose'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { temporaryDirectory } from '../tests/support/temporary-directory.ts'
import { keySet } from './key-set.ts'
import { type SigningKey, openSigningKey } from './signing-key.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let [first, second]: readonly SigningKey[] = []
let file: string
beforeAll(async () => {
  directory = await temporaryDirectory()
  file = join(directory.path, 'public.json')
  first = await openSigningKey(join(directory.path, 'first.jwk.json'))
  second = await openSigningKey(join(directory.path, 'second.jwk.json'))
})
afterEach(() => vi.useRealTimers())
afterAll(() => directory[Symbol.asyncDispose]())

async function tokenOf(key: SigningKey | undefined): Promise<string> {
  if (key === undefined) throw new Error('expected a key')
  return await new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid })
    .sign(key.privateKey)
}

test('a key that is put into the file counts when a token names it, once in five seconds', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  await writeFile(file, JSON.stringify(first?.jwks))
  const keys = keySet({ jwksFile: file })
  const [old, young] = [await tokenOf(first), await tokenOf(second)]
  await jwtVerify(old, keys)
  await expect(jwtVerify(young, keys)).rejects.toThrow('no applicable key')
  const both = { keys: [...(second?.jwks.keys ?? []), ...(first?.jwks.keys ?? [])] }
  await writeFile(file, JSON.stringify(both))
  vi.advanceTimersByTime(4999)
  await expect(jwtVerify(young, keys)).rejects.toThrow('no applicable key')
  vi.advanceTimersByTime(1)
  await jwtVerify(young, keys)
  await jwtVerify(old, keys)
  vi.advanceTimersByTime(10_000)
  await writeFile(file, 'half a fi')
  await expect(jwtVerify(`${young.slice(0, 20)}x${young.slice(20)}`, keys)).rejects.toThrow()
  await jwtVerify(young, keys)
})

test.each([
  ['nothing', undefined],
  ['no JSON', '{'],
  ['no key', '{"keys":[]}'],
])('a file that holds %s: the keys are out of reach', async (_what, text) => {
  const other = join(directory.path, 'other.json')
  if (text !== undefined) await writeFile(other, text)
  const keys = keySet({ jwksFile: other })
  await expect(jwtVerify(await tokenOf(first), keys)).rejects.toMatchObject({
    code: 'KEYS_UNAVAILABLE',
  })
})

test('a private key among them is refused', async () => {
  const keys = keySet({ jwksFile: file })
  const [one] = first?.jwks.keys ?? []
  await writeFile(file, JSON.stringify({ keys: [{ ...one, d: 'secret' }] }))
  await expect(jwtVerify(await tokenOf(first), keys)).rejects.toMatchObject({
    code: 'KEYS_UNAVAILABLE',
  })
})
