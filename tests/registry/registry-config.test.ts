import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSigningKey } from '../../auth/signing-key.ts'
import { registryConfig } from '../../deploy/registry-config.ts'
import { readSettings } from '../../deploy/settings.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const database = 'postgresql://registry_writer:x@127.0.0.1/registry'

test('what a gateway follows: an address before its own registry, else the file', async () => {
  await using directory = await temporaryDirectory()
  const environment = { LIEN_THONG_DATA_DIR: directory.path }
  expect(await registryConfig(readSettings(environment), undefined)).toEqual({})

  const own = await registryConfig(readSettings(environment), database)
  expect(own.registry).toMatchObject({ databaseUrl: database, followerToken: undefined })
  expect(own.registry?.seed.map(({ name }) => name)).toContain('oversight')
  expect(own.follow).toMatchObject({
    url: undefined,
    intervalMs: 500,
    contracts: [],
    keys: own.registry?.key.jwks,
  })

  const elsewhere = { ...environment, LIEN_THONG_REGISTRY_URL: 'https://registry.test/registry' }
  await expect(registryConfig(readSettings(elsewhere), database)).rejects.toThrow(
    /LIEN_THONG_REGISTRY_KEYS_FILE; expected the public keys/,
  )
  const file = join(directory.path, 'keys.json')
  const withKeys = { ...elsewhere, LIEN_THONG_REGISTRY_KEYS_FILE: file }
  for (const wrong of ['', '{}', '{"keys":[]}', '{"keys":[{"kty":"oct","k":"x"}]}']) {
    await writeFile(file, wrong)
    await expect(registryConfig(readSettings(withKeys), database)).rejects.toThrow(
      /expected a JWK set of public Ed25519 keys/,
    )
  }
  const { jwks } = await openSigningKey(join(directory.path, 'registry.jwk.json'))
  await writeFile(file, JSON.stringify(jwks))
  const following = await registryConfig(readSettings(withKeys), database)
  expect(following.registry).toBeUndefined()
  expect(following.follow).toMatchObject({ url: 'https://registry.test/registry', keys: jwks })
})

test('approvals, contracts, addresses, and the operator’s own addresses in what is published first', async () => {
  await using directory = await temporaryDirectory()
  const of = (more: Record<string, string>) =>
    registryConfig(readSettings({ LIEN_THONG_DATA_DIR: directory.path, ...more }), database)
  const some = await of({
    LIEN_THONG_REGISTRY_APPROVALS: 'land, health',
    LIEN_THONG_CONTRACTS: 'public,partner',
    LAND_URL: 'https://land.internal/graphql',
  })
  expect(['land', 'health', 'education'].map((name) => some.registry?.needsApproval(name))).toEqual(
    [true, true, false],
  )
  expect(some.follow?.contracts).toEqual(['public', 'partner'])
  expect(some.registry?.seed.find(({ name }) => name === 'land')?.url).toBe(
    'https://land.internal/graphql',
  )
  const all = await of({ LIEN_THONG_REGISTRY_APPROVALS: 'all' })
  expect(all.registry?.needsApproval('anything')).toBe(true)

  const [loopback, internal] = ['http://localhost:4107/graphql', 'https://land.internal/graphql']
  const may = ({ mayAsk }: Awaited<ReturnType<typeof of>>) =>
    [loopback, internal].map((url) => mayAsk?.('land', url))
  expect(may(all)).toEqual([true, false])
  const production = { OIDC_ISSUER: 'https://sso.example.test' }
  expect(may(await of(production))).toEqual([false, false])
  const list = { ...production, LIEN_THONG_MINISTRY_ORIGINS: 'land=https://land.internal' }
  expect(may(await of(list))).toEqual([false, true])
  expect((await of(list)).mayAsk?.('health', internal)).toBe(false)
})
