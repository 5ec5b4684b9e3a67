import { execFile } from 'node:child_process'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { mintMinistryToken } from '../../auth/ministry-token.ts'
import { permissions } from '../../auth/permission.ts'
import { openSigningKey } from '../../auth/signing-key.ts'
import type { Setting } from '../../deploy/setting.ts'
import { ministrySettings, settingTable } from '../../deploy/setting-table.ts'
import { fileSetting } from '../../deploy/setting-text.ts'
import { readSettings } from '../../deploy/settings.ts'
import { launch, repositoryRoot } from '../support/command-line.ts'
import { databaseUrl } from '../support/database.ts'
import { portToKeep } from '../support/port-to-keep.ts'
import { allGrants } from '../support/served-ministry.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const run = promisify(execFile)
const folder = join(repositoryRoot, 'deploy/compose')
const file = join(folder, 'compose.yaml')

/** What a value is where the environment switches it on: `${OWNERS:+value}`. */
function switchedOn(value: string): string {
  return value.replace(/^\$\{[A-Z_]+:\+(.+)\}$/, '$1')
}

const service = z.object({
  image: z.string(),
  user: z.string(),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  privileged: z.undefined().optional(),
  network_mode: z.undefined().optional(),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string().transform(switchedOn)).default({}),
  volumes: z.array(z.string()).default([]),
  secrets: z
    .array(z.union([z.string(), z.object({ source: z.string(), target: z.string() })]))
    .default([]),
})
const composeFile = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()),
  networks: z.record(z.string(), z.object({ internal: z.boolean().default(false) })),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
})
const ours = 'lien-thong'

describe('the compose file', () => {
  let compose: z.infer<typeof composeFile>
  const opened: AsyncDisposable[] = []
  beforeAll(async () => {
    compose = composeFile.parse(parse(await readFile(file, 'utf8'), { merge: true }))
  })
  afterAll(async () => {
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
  })

  test('is what the specification and its linter want', async () => {
    const program = join(repositoryRoot, 'node_modules/dclint/bin/dclint.cjs')
    const config = join(folder, '.dclintrc.yaml')
    const said = await run(process.execPath, [program, '-c', config, '--max-warnings', '0', file])
    expect(said.stdout + said.stderr).not.toMatch(/warning|error/)
  })

  test('nobody is root, writes to a root, or can be reached but the gateway, on the loopback', () => {
    const internal = (name: string) => compose.networks[name]?.internal === true
    for (const [name, { user, ports, networks, image }] of Object.entries(compose.services)) {
      expect(user, name).toMatch(/^[1-9]\d*:[1-9]\d*$/)
      expect(image, name).toMatch(/:(?!latest)[\w.-]+\}$/)
      if (name === 'gateway') expect(ports).toEqual(['127.0.0.1:${PORT:-4000}:4000'])
      else expect([ports, networks.filter((one) => !internal(one))], name).toEqual([[], []])
    }
    // Databases are reached by whom they belong to, limits by the gateway alone.
    const on = (network: string) =>
      Object.entries(compose.services)
        .filter(([, { networks }]) => networks.includes(network))
        .map(([name]) => name)
    expect(on('limits')).toEqual(['valkey', 'gateway'])
    expect(on('ministries')).not.toContain('postgres')
  })

  test('every setting is one, and every secret that is named is given', () => {
    const names = [...Object.values<Setting>(settingTable), ...ministrySettings].flatMap((one) => [
      one.name,
      ...(one.secret === true ? [fileSetting(one)] : []),
    ])
    for (const [name, { image, environment, secrets }] of Object.entries(compose.services)) {
      const given = secrets.map((one) => (typeof one === 'string' ? one : one.source))
      for (const one of given) expect(Object.keys(compose.secrets), name).toContain(one)
      for (const [setting, value] of Object.entries(environment)) {
        if (image.includes(ours)) expect(names, name).toContain(setting)
        if (value.startsWith('/run/secrets/'))
          expect(given, `${name}: ${setting}`).toContain(value.slice('/run/secrets/'.length))
      }
    }
  })

  test('what is switched on finds its owner, the codes of lists and a volume; empty is off', () => {
    for (const [name, { command, environment }] of Object.entries(compose.services)) {
      if (command[0] !== 'subgraph' || name === 'oversight') continue
      expect(environment, name).toMatchObject({
        [`${name.toUpperCase()}_OWNER_DATABASE_URL_FILE`]: `/run/secrets/${name}-owner-url`,
        REFERENCE_DATABASE_URL_FILE: '/run/secrets/reference-url',
      })
    }
    const { environment = {}, volumes = [] } = compose.services['gateway'] ?? {}
    const written = environment['LIEN_THONG_SNAPSHOT_DIR']
    expect(volumes.map((volume) => volume.split(':'))).toContainEqual(['snapshots', written])
    expect(Object.keys(compose.volumes)).toEqual(
      expect.arrayContaining(
        Object.values(compose.services)
          .flatMap((one) => one.volumes)
          .map((volume) => volume.split(':')[0]),
      ),
    )
    expect(() => readSettings({ LAND_OWNER_DATABASE_URL_FILE: '' })).not.toThrow()
  })

  test('every name of the example is one that the file asks for', async () => {
    const [text, example] = await Promise.all([
      readFile(file, 'utf8'),
      readFile(join(folder, '.env.example'), 'utf8'),
    ])
    const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name)
    const asked = new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name))
    expect(new Set(named)).toEqual(asked)
  })

  test('a role that a later release brings gets its URL beside those that are there, and who runs PostgreSQL is told', async ({
    skip,
  }) => {
    const { at, make, contents } =
      (await secretsPlace(opened)) ?? skip('no openssl: no secrets are made')
    expect(await make()).toBe('')
    const fresh = await contents()
    const { 'oversight-writer-url': _, 'postgres-roles': roles = '', ...others } = fresh
    const before = roles.replaceAll(/^.* oversight_writer\b.*\n/gm, '')
    expect(before.split('\n')).toHaveLength(roles.split('\n').length - 2)
    await writeFile(join(at, 'postgres-roles'), before)
    await rm(join(at, 'oversight-writer-url'))

    const said = await make()
    const { 'oversight-writer-url': text = '', 'postgres-roles': after, ...kept } = await contents()
    const { username, password, host, pathname } = new URL(text)
    expect([username, host, pathname]).toEqual(['oversight_writer', 'postgres', '/gateway'])
    const statements = `CREATE ROLE oversight_writer LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '${password}';
GRANT CONNECT ON DATABASE gateway TO oversight_writer;
`
    expect([said, after]).toEqual([
      expect.stringMatching(/^-- .+superuser/),
      `${before}${statements}`,
    ])
    expect(said.slice(said.indexOf('\n') + 1)).toBe(statements)
    expect(kept).toEqual(others)

    // Where a run broke off before the URL was there, the next tells the same.
    await rm(join(at, 'oversight-writer-url'))
    expect(await make()).toBe(said)
    expect(await contents()).toMatchObject({ 'oversight-writer-url': text })
    expect(await make()).toBe('')
  })

  test('its secrets are made by the script, keep on a second run, and a ministry runs with them', async ({
    skip,
  }) => {
    const place = (await secretsPlace(opened)) ?? skip('no openssl: no secrets are made')
    const { directory, at, make, contents } = place
    await make()
    const first = await contents()
    await make()
    expect(await contents()).toEqual(first)
    for (const [name, { file: path }] of Object.entries(compose.secrets)) {
      expect(path).toBe(`./secrets/${name}`)
      expect(Object.keys(first)).toContain(name)
    }
    const mapped = (name: string) =>
      Object.fromEntries(
        Object.entries(compose.services[name]?.environment ?? {})
          .map(([key, value]) => [key, value.replace('/run/secrets/', `${at}/`)] as const)
          .filter(([, value]) => !value.includes('${')),
      )
    // Each is read and checked as its process would.
    for (const [name, { image }] of Object.entries(compose.services))
      if (image.includes(ours)) expect(() => readSettings(mapped(name)), name).not.toThrow()

    const { REFERENCE_DATABASE_URL_FILE: _, ...environment } = mapped('reference')
    const state = join(directory.path, 'state')
    await mkdir(state)
    const healthPort = String(await portToKeep())
    const part = launch(['subgraph', 'reference', '--port', '0'], {
      directory: state,
      environment: {
        ...environment,
        REFERENCE_DATABASE_URL: databaseUrl('reference', 'reader'),
        LIEN_THONG_HEALTH_PORT: healthPort,
      },
    })
    opened.push(part)
    const [url] = await part.said(/https:\S+/)
    const read = (name: string) => readFile(join(at, name), 'utf8')
    const key = await openSigningKey(join(at, 'gateway-key'))
    const errand = {
      caller: { id: 'test', roles: [] },
      ministry: 'reference',
      grants: allGrants,
      permissions,
      requestId: 'test',
    }
    const as = async (name: string) => ({
      url,
      cert: await read(`${name}-tls-cert`),
      key: await read(`${name}-tls-key`),
      ca: await read('tls-ca'),
      token: await mintMinistryToken(key, errand, new Date()),
    })
    expect(await answerTo(await as('gateway'))).toBe(200)
    expect(await answerTo({ ...(await as('gateway')), token: 'x' })).toBe(401)
    expect(await answerTo(await as('land'))).toMatch(/^(ERR_SSL|ECONNRESET|EPIPE)/)
    expect((await fetch(`http://127.0.0.1:${healthPort}/ready`)).status).toBe(200)
  })
})

/** A folder for secrets, the script that makes them there, and what is in it; undefined where openssl is missing. */
async function secretsPlace(opened: AsyncDisposable[]) {
  const openssl = await run('openssl', ['version']).catch(() => undefined)
  if (openssl === undefined) return undefined
  const directory = await temporaryDirectory()
  opened.push(directory)
  const at = join(directory.path, 'secrets')
  const contents = async () => {
    const files = (await readdir(at)).map(
      async (name) => [name, await readFile(join(at, name), 'latin1')] as const,
    )
    return Object.fromEntries(await Promise.all(files)) as Readonly<Record<string, string>>
  }
  const make = async () => (await run('sh', [join(folder, 'make-secrets.sh'), at])).stdout
  return { directory, at, make, contents }
}

interface Question {
  readonly url: string
  readonly cert: string
  readonly key: string
  readonly ca: string
  readonly token: string
}

/** What the ministry answers under its name of the compose file. */
async function answerTo({ url, token, ...tls }: Question): Promise<number | string> {
  return await new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const options = { ...tls, servername: 'reference', method: 'POST', agent: false, headers }
    const sent = request(url, options, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    sent.end(JSON.stringify({ query: '{ provinces(first: 1) { nodes { code } } }' }))
  })
}
