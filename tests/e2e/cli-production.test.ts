import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { permissions } from '../../auth/permission.ts'
import { mintMinistryToken } from '../../auth/ministry-token.ts'
import { openSigningKey } from '../../auth/signing-key.ts'
import { connected } from '../../deploy/connected.ts'
import { subgraphNames } from '../../deploy/ministry-name.ts'
import { type Launched, launch } from '../support/command-line.ts'
import { databaseUrl } from '../support/database.ts'
import { expectNear } from '../support/near-count.ts'
import { type OpenidProvider, openidProvider } from '../support/openid-provider.ts'
import { portToKeep } from '../support/port-to-keep.ts'
import { allGrants } from '../support/served-ministry.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}

/** Gateway and ministries as processes with state of their own, as on machines of their own. */
describe('the parts run alone, as in production', () => {
  const opened: AsyncDisposable[] = []
  const parts: Launched[] = []
  let provider: OpenidProvider
  let gatewayUrl: string
  let landUrl: string
  let keyFile: string

  beforeAll(async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    vi.spyOn(console, 'info').mockImplementation(() => undefined)
    const directory = await temporaryDirectory()
    opened.push(directory)
    provider = await openidProvider('vn-reports')
    opened.push(provider)
    keyFile = join(directory.path, 'secret', 'gateway.jwk.json')
    const personKeyFile = join(directory.path, 'secret', 'persons.jwks.json')
    const port = String(await portToKeep())
    const ministries = await Promise.all(
      subgraphNames.map(async (name) => {
        const part = launch(['subgraph', name, '--port', String(await portToKeep())], {
          directory: join(directory.path, name),
          environment: {
            [`${name.toUpperCase()}_DATABASE_URL`]: databaseUrl(
              name === 'oversight' ? 'gateway' : name,
              'reader',
            ),
            LIEN_THONG_PERSON_KEY_FILE: personKeyFile,
            LIEN_THONG_GATEWAY_JWKS_URL: `http://127.0.0.1:${port}/.well-known/jwks.json`,
          },
        })
        parts.push(part)
        const [url] = await part.said(/http:\S+/)
        if (name === 'land') landUrl = url
        return [`${name.toUpperCase()}_URL`, url] as const
      }),
    )
    const gateway = launch(['gateway'], {
      directory: join(directory.path, 'gateway'),
      environment: {
        PORT: port,
        OIDC_ISSUER: provider.issuer,
        OIDC_AUDIENCE: 'vn-reports',
        LIEN_THONG_GATEWAY_KEY_FILE: keyFile,
        LIEN_THONG_PERSON_KEY_FILE: personKeyFile,
        GATEWAY_DATABASE_URL: databaseUrl('gateway', 'writer'),
        LIEN_THONG_GATEWAY_NAME: 'cli-production',
        ...Object.fromEntries(ministries),
      },
    })
    parts.push(gateway)
    gatewayUrl = (await gateway.said(/http:\S+(?=\/graphql)/))[0]
  })
  afterAll(async () => {
    for (const part of parts) part.child.kill('SIGTERM')
    const ends = await Promise.all(parts.map(async ({ ended }) => (await ended).code))
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
    expect(ends).toEqual(parts.map(() => 0))
  })

  test('one question over five databases, with a token of a real OpenID provider', async () => {
    const token = await provider.token({ roles: 'analyst' })
    const { data, errors } = await ask(
      `${gatewayUrl}/graphql`,
      token,
      `{ province(code: "01") { name personTotals { count } parcelTotals { count }
         prescriptionTotals { count } enrolmentTotals { count } } }`,
    )
    expect(errors).toBeUndefined()
    const count = async (ministry: string, table: string) => {
      await using owner = await connected(databaseUrl(ministry, 'owner'))
      const { rows } = await owner.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${table} WHERE province_code = '01'`,
      )
      return rows[0]?.count
    }
    const { name, ...totals } = (data ?? {})['province'] as Record<string, { count: number }>
    expect(name).toBe('Hà Nội')
    const open = '(SELECT * FROM prescription WHERE compartment IS NULL) p'
    expectNear(totals['personTotals']?.count, await count('population', 'person'))
    expectNear(totals['parcelTotals']?.count, await count('land', 'parcel'))
    expectNear(totals['prescriptionTotals']?.count, await count('health', open))
    expectNear(totals['enrolmentTotals']?.count, await count('education', 'enrolment'))
  })

  test('rows by the claims of the token', async () => {
    const query = '{ people(first: 1000) { totalCount nodes { province { code } } } }'
    const own = await provider.token({
      roles: ['officer'],
      provinces: ['04'],
      purpose: 'population-management',
    })
    const { data } = await ask(`${gatewayUrl}/graphql`, own, query)
    const { nodes } = (data?.['people'] ?? { nodes: [] }) as { nodes: readonly unknown[] }
    expect(nodes.length).toBeGreaterThan(0)
    for (const node of nodes) expect(node).toEqual({ province: { code: '04' } })
    const without = await provider.token({ roles: ['officer'] })
    expect(await codes(`${gatewayUrl}/graphql`, without, query)).toContain(
      'GRAPHQL_VALIDATION_FAILED',
    )
  })

  test('the development issuer is not there', async () => {
    expect((await fetch(`${gatewayUrl}/dev/oidc/token`, { method: 'POST' })).status).toBe(404)
    const key = await openSigningKey(keyFile)
    const published = (await (await fetch(`${gatewayUrl}/.well-known/jwks.json`)).json()) as object
    expect(published).toEqual(key.jwks)
  })

  test('a ministry answers the gateway alone', async () => {
    const query = '{ parcelTotals { count } }'
    const errand = {
      caller: { id: 'test', roles: [] },
      ministry: 'land',
      grants: allGrants,
      permissions,
      requestId: 'test',
    }
    const gateway = await openSigningKey(keyFile)
    expect(
      (await ask(landUrl, await mintMinistryToken(gateway, errand, new Date()), query)).errors,
    ).toBeUndefined()
    const foreign = await openSigningKey(`${keyFile}.foreign`)
    const hour = new Date(Date.now() - 3_600_000)
    const refused = [
      undefined,
      'x',
      await provider.token({ roles: 'analyst' }),
      await mintMinistryToken(foreign, errand, new Date()),
      await mintMinistryToken(gateway, { ...errand, ministry: 'health' }, new Date()),
      await mintMinistryToken(gateway, errand, hour),
    ]
    for (const token of refused)
      expect(await codes(landUrl, token, query)).toEqual(['UNAUTHENTICATED'])
  })
})

async function ask(url: string, token: string | undefined, query: string): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  })
  return (await response.json()) as Answer
}

async function codes(url: string, token: string | undefined, query: string) {
  return (await ask(url, token, query)).errors?.map(({ extensions }) => extensions.code)
}
