import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { afterAll, expect, test } from 'vitest'
import { readSettings } from '../settings.ts'
import { readCall } from './read-call.ts'
import { token } from './token.ts'

const directory = await mkdtemp(join(tmpdir(), 'token-'))
afterAll(() => rm(directory, { recursive: true }))

async function claims(...words: readonly string[]) {
  const said: string[] = []
  const settings = readSettings({ LIEN_THONG_DATA_DIR: directory })
  const print = (line: string) => void said.push(line)
  await token.run({ ...readCall(token, [...words]), settings, print })
  return decodeJwt(said.join(''))
}

test('two people of one role, so that one approves what the other handed in', async () => {
  const land = ['publisher', '--agency', 'land']
  expect(await claims(...land)).toMatchObject({ sub: 'persona:publisher', agency: 'land' })
  const other = await claims(...land, '--as', 'lan')
  expect(other).toMatchObject({ sub: 'persona:lan', roles: ['publisher'], agency: 'land' })
})

test.each(['', '-x', 'Lan', 'a b', 'x'.repeat(64)])('--as %j is wrong use', async (name) => {
  await expect(claims('publisher', `--as=${name}`)).rejects.toThrow(/--as: expected/)
})
