import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSessionKeys } from '../gateway/session/session-keys.ts'
import { signInMs, signInUnderWay } from '../gateway/session/sign-in-state.ts'
import { personaChoices, personaNamed } from './persona-choices.ts'
import { publicUrl } from './public-url.ts'
import { sessionConfig } from './session-config.ts'
import { readSettings } from './settings.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'session-'))
})
afterAll(() => rm(folder, { recursive: true }))

const configured = async (environment: Record<string, string>) =>
  (await sessionConfig(readSettings({ LIEN_THONG_DATA_DIR: folder, ...environment }))).session

describe('who signs in where', () => {
  test('at the development issuer without any setting', async () => {
    expect(await configured({ PORT: '4321' })).toMatchObject({
      issuer: 'http://localhost:4321/dev/oidc',
      clientId: 'lien-thong-console',
      clientSecret: undefined,
      scope: 'openid',
      publicUrl: 'http://localhost:4321',
      idleMs: 3_600_000,
      absoluteMs: 43_200_000,
    })
  })

  test('at an issuer that knows the console, and at none that does not', async () => {
    const issuer = { OIDC_ISSUER: 'https://sso.example' }
    expect(await configured(issuer)).toBeUndefined()
    const known = { ...issuer, OIDC_CLIENT_ID: 'console', OIDC_CLIENT_SECRET: 's3cret' }
    const url = { LIEN_THONG_PUBLIC_URL: 'https://data.example/' }
    expect(await configured({ ...known, ...url })).toMatchObject({
      issuer: 'https://sso.example',
      clientId: 'console',
      clientSecret: 's3cret',
      publicUrl: 'https://data.example',
    })
  })

  test('the public address is an origin', () => {
    const port = 4000
    expect(publicUrl({ port, publicUrl: 'https://data.example:8443' })).toBe(
      'https://data.example:8443',
    )
    for (const wrong of ['https://data.example/console', 'https://data.example/?x', 'https://u@h/'])
      expect(() => publicUrl({ port, publicUrl: wrong })).toThrow('expected an origin')
  })

  test.each([
    ['OIDC_SCOPE', 'profile'],
    ['OIDC_SCOPE', 'openid  profile'],
    ['OIDC_CLIENT_ID', 'a b'],
    ['LIEN_THONG_CONSOLE', 'yes'],
    ['LIEN_THONG_SESSION_IDLE_MINUTES', '0'],
    ['LIEN_THONG_SESSION_HOURS', '169'],
    ['LIEN_THONG_PUBLIC_URL', 'data.example'],
  ])('%s=%s is a wrong setting', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(`${name}: expected`)
  })

  test('a wrong secret is not shown', () => {
    expect(() => readSettings({ OIDC_CLIENT_SECRET: 'hunter2 hunter2' })).toThrow(/^(?!.*hunter2)/s)
  })
})

describe('session keys', () => {
  test('are made once, for the owner alone', async () => {
    const file = join(folder, 'made.json')
    const [first] = await openSessionKeys(file)
    expect(first.secret).toHaveLength(32)
    expect((await openSessionKeys(file))[0]).toEqual(first)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await chmod(file, 0o604)
    await expect(openSessionKeys(file)).rejects.toThrow('chmod 600')
  })

  test('one that is put first seals, and the others still open', async () => {
    const file = join(folder, 'two.json')
    await openSessionKeys(file)
    const { keys } = JSON.parse(await readFile(file, 'utf8')) as { keys: object[] }
    const next = { kty: 'oct', kid: 'next', k: 'A'.repeat(43) }
    await writeFile(file, JSON.stringify({ keys: [next, ...keys] }))
    expect((await openSessionKeys(file)).map(({ kid }) => kid)[0]).toBe('next')
    expect(await openSessionKeys(file)).toHaveLength(2)
  })

  test.each([
    ['no JSON', 'x'],
    ['no key', '{"keys":[]}'],
    ['a short key', `{"keys":[{"kty":"oct","kid":"a","k":"${'A'.repeat(42)}"}]}`],
    ['a public key', '{"keys":[{"kty":"OKP","kid":"a","x":"A"}]}'],
    [
      'nine keys',
      JSON.stringify({
        keys: Array.from({ length: 9 }, (_, n) => ({
          kty: 'oct',
          kid: `k${n}`,
          k: 'A'.repeat(43),
        })),
      }),
    ],
  ])('%s is refused', async (what, text) => {
    const file = join(folder, `${what}.json`)
    await writeFile(file, text, { mode: 0o600 })
    await expect(openSessionKeys(file)).rejects.toThrow('expected a set of 1 to 8')
  })
})

test('a sign-in has ten minutes', () => {
  const state = { state: 's', nonce: 'n', verifier: 'v', to: '/', began: 0 }
  expect(signInUnderWay(state, new Date(signInMs - 1))).toEqual(state)
  expect(signInUnderWay(state, new Date(signInMs))).toBeUndefined()
  expect(signInUnderWay({ ...state, began: 5 }, new Date(4))).toBeUndefined()
  expect(signInUnderWay({ ...state, verifier: 1 }, new Date(1))).toBeUndefined()
})

test('every persona that can be chosen has a name that is read back', () => {
  for (const { id } of personaChoices) expect(personaNamed(id), id).toBeDefined()
  expect(personaNamed('publisher:land')).toEqual({ persona: 'publisher', agency: 'land' })
  for (const wrong of [
    '',
    'minister',
    'analyst:land',
    'publisher:',
    'publisher:x',
    'publisher:land:x',
  ])
    expect(personaNamed(wrong), wrong).toBeUndefined()
})
