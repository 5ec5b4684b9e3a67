import { appendFile, mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openSigningKey, type SigningKey } from '../../auth/signing-key.ts'
import { commands } from '../../deploy/cli/commands.ts'
import { main } from '../../deploy/cli/main.ts'
import { connected } from '../../deploy/connected.ts'
import { committedSupergraph } from '../../deploy/gateway-config.ts'
import { createSnapshot } from '../../deploy/snapshots/create-snapshot.ts'
import {
  type Dataset,
  houseDatasets,
  readDatasets,
  sha256Of,
} from '../../deploy/snapshots/dataset.ts'
import type { Manifest } from '../../deploy/snapshots/manifest.ts'
import {
  type MakeFile,
  snapshotCaller,
  snapshotPurpose,
  throughInside,
} from '../../deploy/snapshots/snapshot-caller.ts'
import { scheduleSnapshots } from '../../deploy/snapshots/snapshot-schedule.ts'
import { verifySnapshot } from '../../deploy/snapshots/verify-snapshot.ts'
import { workLock } from '../../deploy/work-lock.ts'
import { callerToken } from '../attack/caller-token.ts'
import { auditConfig, recordsOf } from '../audit/audited-world.ts'
import { launch } from '../support/command-line.ts'
import { databaseUrl } from '../support/database.ts'
import { quietLog } from '../support/quiet-log.ts'
import { openSystem, type System } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const application = `store-${Math.random().toString(36).slice(2, 10)}`

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let system: System
let datasets: readonly Dataset[]
let key: SigningKey
let make: MakeFile
let gatewayName = ''
beforeAll(async () => {
  directory = await temporaryDirectory()
  const audit = await auditConfig(directory.path)
  gatewayName = audit.gatewayName
  const consumers = {
    databaseUrl: databaseUrl('gateway', 'registry'),
    useIntervalMs: 60_000,
    trustedOnly: [application],
  }
  system = await openSystem({ audit, consumers })
  datasets = await readDatasets(houseDatasets)
  key = await openSigningKey(join(directory.path, 'audit.jwk.json'))
  if (system.exportInside === undefined) throw new Error('expected files')
  make = throughInside(system.exportInside)
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

let folder = ''
let folders = 0
const said: string[] = []
beforeEach(() => {
  folders += 1
  folder = join(directory.path, `snapshots-${folders}`)
  said.length = 0
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
})

interface Order {
  readonly given?: readonly Dataset[]
  readonly only?: readonly string[]
  readonly by?: MakeFile
  readonly keep?: number
}

const named = (...names: readonly string[]) => datasets.filter(({ name }) => names.includes(name))
const parcels = () => named('parcels')
const edited = (text: string, version = 2): Dataset => {
  const [one] = parcels()
  if (one === undefined) throw new Error('expected parcels')
  return { ...one, version, text, sha256: sha256Of(text) }
}

async function create({ given = parcels(), only = [], by = make, keep = 3 }: Order = {}) {
  const { signal } = new AbortController()
  const lock = { signal, isHeld: async () => true }
  const keys = async () => key.jwks
  return await createSnapshot({ folder, datasets: given, only, make: by, key, keys, keep, lock })
}

const latest = (name: string) => join(folder, 'latest', name)
const rowsOf = async (name: string) =>
  await parquetReadObjects({ file: await asyncBufferFromFile(latest(`${name}.parquet`)) })
const manifestNow = async () =>
  JSON.parse(await readFile(latest('manifest.json'), 'utf8')) as Manifest
const problemsNow = async (keys = key.jwks) => (await verifySnapshot(folder, keys)).problems

describe('a snapshot', () => {
  test('holds what /data answers, with its sources, columns and withheld cells', async () => {
    const asked = { ...named('people')[0], client: application }
    const text = (asked.text ?? '')
      .replace('groupBy:', 'first: 10000, groupBy:')
      .replace('      count\n', '      count\n      disclosure { status reason }\n')
    const token = (role: string) =>
      callerToken(system, { sub: snapshotCaller, roles: [role], client_id: application })
    const registered = await fetch(`${system.url}/documents`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await token('application')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ documents: [text] }),
    })
    expect(registered.status).toBe(200)
    const answer = await fetch(`${system.url}/data/SnapshotPeople?format=json`, {
      headers: { authorization: `Bearer ${await token('analyst')}`, 'x-purpose': snapshotPurpose },
    })
    const { data } = (await answer.json()) as {
      data: { personGroups: { groups: readonly Record<string, unknown>[] } }
    }

    const made = await create({ given: datasets })
    expect(made.datasets.map(({ name, status }) => [name, status])).toEqual(
      datasets.map(({ name }) => [name, 'FRESH']),
    )
    const rows = await rowsOf('people')
    expect(rows.map(nested)).toEqual(data.personGroups.groups)
    const withheld = rows.filter((row) => row['disclosure.status'] === 'SUPPRESSED')
    expect(withheld.length).toBeGreaterThan(0)
    expect(withheld.every(({ count }) => count === null)).toBe(true)

    const content = made.datasets.find(({ name }) => name === 'people')?.content
    expect(content).toMatchObject({
      rows: rows.length,
      complete: true,
      purpose: snapshotPurpose,
      supergraph: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      disclosure: { statuses: { SUPPRESSED: withheld.length } },
      document: { name: 'people', version: 1, sha256: datasets[0]?.sha256 },
    })
    expect(content?.sources.map(({ ministry }) => ministry)).toEqual(['population', 'reference'])
    expect(content?.sources[0]?.asOf).toMatch(/^20\d\d-/)
    expect(content?.columns.find(({ name }) => name === 'count')).toMatchObject({
      kind: 'long',
      type: 'BigInt',
      unit: { vi: 'người', en: 'people' },
    })
    expect(content?.columns.find(({ name }) => name === 'key.sex')?.description).toMatchObject({
      vi: expect.stringMatching(/./) as unknown,
      en: expect.stringMatching(/./) as unknown,
    })
    expect(await manifestNow()).toEqual(made)
    expect(await problemsNow()).toEqual([])

    const records = await recordsOf(gatewayName)
    const own = records.filter(({ requestId }) => requestId === content?.requestId)
    expect(JSON.stringify(own)).toContain(snapshotPurpose)
    expect(own.length).toBeGreaterThan(0)
  })

  test('what opens records of persons is refused, and nothing is written', async () => {
    const personal = 'query People { people(first: 1) { nodes { fullName } } }'
    await expect(create({ given: [edited(personal)] })).rejects.toThrow(
      /no dataset could be made.*\[(FORBIDDEN|PURPOSE_REQUIRED|GRAPHQL_VALIDATION_FAILED)\]/,
    )
    expect(await readdir(folder)).toEqual([])
  })

  test('what fails keeps the former data, and says so; another document needs another version', async () => {
    const first = await create()
    const given = [edited('query X { nowhere { nodes { x } } }'), ...named('indicators')]
    const second = await create({ given })
    expect(second.previous).toMatchObject({ name: first.name })
    expect(second.datasets[0]).toMatchObject({
      status: 'FAILED',
      failure: { codes: ['GRAPHQL_VALIDATION_FAILED'] },
      content: first.datasets[0]?.content,
    })
    expect((await rowsOf('parcels')).length).toBe(first.datasets[0]?.content?.rows)
    expect(await problemsNow()).toEqual([])
    const changed = `${parcels()[0]?.text ?? ''}\n# other`
    const third = await create({ given: [edited(changed, 1), ...named('indicators')] })
    expect(third.datasets[0]).toMatchObject({
      status: 'FAILED',
      failure: { codes: ['DOCUMENT_CHANGED'] },
    })
    const fourth = await create({
      given: [edited(changed), ...named('indicators')],
      only: ['parcels'],
    })
    expect(fourth.datasets.map(({ status }) => status)).toEqual(['FRESH', 'KEPT'])
    expect(await problemsNow()).toEqual([])
  })

  test('half of a file is none: a writer that dies leaves what was there', async () => {
    const { name } = await create()
    const broken: MakeFile = async function* (dataset, signal) {
      for await (const chunk of make(dataset, signal)) {
        yield chunk.subarray(0, 10)
        throw new Error('the power is gone')
      }
    }
    await expect(create({ by: broken })).rejects.toThrow('the power is gone')
    expect(await readdir(folder)).toEqual([name, 'latest'])
    const short: MakeFile = async function* (dataset, signal) {
      for await (const chunk of make(dataset, signal)) yield chunk.subarray(0, -10)
    }
    await expect(create({ by: short })).rejects.toThrow('[NO_ANSWER]')
    // What a killed process leaves is no snapshot to a reader, and is taken away by the next writer.
    await mkdir(join(folder, '.writing-2020-01-01T00-00-00.000Z'))
    expect(await problemsNow()).toEqual([])
    const next = await create()
    expect(await readdir(folder)).toEqual([name, next.name, 'latest'])
  })

  test('a reader finds a whole one at every moment, and so many stay', async () => {
    await create()
    const done = new AbortController()
    const seen = new Set<string>()
    const reading = (async () => {
      while (!done.signal.aborted) {
        const { manifest, problems } = await verifySnapshot(folder, key.jwks)
        expect(problems).toEqual([])
        seen.add(manifest?.name ?? '')
      }
    })()
    for (let turn = 0; turn < 4; turn += 1) await create()
    done.abort()
    await reading
    expect(seen.size).toBeGreaterThan(1)
    const names = (await readdir(folder)).filter((one) => one !== 'latest')
    expect(names).toHaveLength(3)
    expect(await readlink(join(folder, 'latest'))).toBe(names.at(-1))
  })

  test('every alteration is found', async () => {
    await create()
    await create()
    const [before = ''] = await readdir(folder)
    const manifest = await readFile(latest('manifest.json'), 'utf8')
    const other = await openSigningKey(join(directory.path, 'other.jwk.json'))
    expect(await problemsNow(other.jwks)).toEqual([expect.stringContaining('manifest.jws')])
    await writeFile(latest('more.txt'), '')
    expect(await problemsNow()).toEqual(['more.txt: the manifest does not name it'])
    await rm(latest('more.txt'))
    await writeFile(latest('manifest.json'), manifest.replace('"rows": ', '"rows": 1'))
    expect((await problemsNow())[0]).toContain('it is not what was signed')
    await writeFile(latest('manifest.json'), '{}')
    expect((await problemsNow())[0]).toContain('manifest.json: ')
    await writeFile(latest('manifest.json'), manifest)
    await appendFile(join(folder, before, 'manifest.json'), '\n')
    expect(await problemsNow()).toEqual([expect.stringContaining('it is not the snapshot')])
    await rm(join(folder, before), { recursive: true })
    const file = await readFile(latest('parcels.parquet'))
    file[20] = (file[20] ?? 0) ^ 1
    await writeFile(latest('parcels.parquet'), file)
    expect(await problemsNow()).toEqual(['parcels.parquet: its SHA-256 is another'])
    await appendFile(latest('parcels.parquet'), 'x')
    expect((await problemsNow())[0]).toContain('bytes, got')
    await rm(latest('parcels.parquet'))
    expect(await problemsNow()).toEqual(['parcels.parquet: expected a file'])
  })
})

describe('by schedule and by hand', () => {
  const ownerUrl = () => databaseUrl('steering', 'owner')

  test('the schedule makes one where there is none, and no second writer at once', async () => {
    await using client = await connected(ownerUrl())
    expect(await workLock(client, 'snapshot')).toBe(true)
    const tokenFile = join(directory.path, 'token')
    await writeFile(
      tokenFile,
      await callerToken(system, { sub: snapshotCaller, roles: ['analyst'] }),
      { mode: 0o600 },
    )
    const environment = {
      LIEN_THONG_DATA_DIR: directory.path,
      LIEN_THONG_AUDIT_KEY_FILE: join(directory.path, 'audit.jwk.json'),
      LIEN_THONG_SNAPSHOT_DIR: folder,
      STEERING_OWNER_DATABASE_URL: ownerUrl(),
    }
    const run = (...words: readonly string[]) => main(commands, ['snapshot', ...words], environment)
    const byHand = ['create', 'parcels', '--gateway', system.url, '--token-file', tokenFile]
    expect(await run(...byHand)).toBe(1)
    expect(said.join('\n')).toContain('a snapshot is being written already')
    await client.end()
    expect(await run(...byHand)).toBe(0)
    expect(said.join('\n')).toMatch(/^parcels +FRESH +\d+ rows of /m)
    expect(await run('verify', folder)).toBe(0)
    expect(said.at(-1)).toBe('verified')
    expect(await run('create', 'persons', '--gateway', system.url, '--token-file', tokenFile)).toBe(
      2,
    )

    // What the command left out is missing, and the schedule adds it.
    const schedule = scheduleSnapshots({
      folder,
      datasets: named('parcels', 'indicators'),
      make,
      key,
      keys: async () => key.jwks,
      keep: 2,
      ownerUrl: ownerUrl(),
      everyMs: 3_600_000,
      startMs: 0,
      log: quietLog(),
    })
    await expect
      .poll(async () => (await manifestNow()).datasets.map(({ status }) => status), {
        timeout: 30_000,
      })
      .toEqual(['KEPT', 'FRESH'])
    await schedule.close()
    expect(await problemsNow()).toEqual([])
  })

  test('a gateway with a list of datasets that is none ends before it listens', async () => {
    const gateway = (list: Readonly<Record<string, string>>) =>
      launch(['gateway', '--supergraph', committedSupergraph], {
        directory: directory.path,
        environment: {
          GATEWAY_DATABASE_URL: databaseUrl('gateway', 'writer'),
          LIEN_THONG_GATEWAY_NAME: `listed-${Math.random().toString(36).slice(2)}`,
          STEERING_OWNER_DATABASE_URL: ownerUrl(),
          LIEN_THONG_SNAPSHOT_DIR: folder,
          ...list,
        },
      })
    const missing = join(directory.path, 'nowhere.json')
    await using refused = gateway({ LIEN_THONG_SNAPSHOT_DATASETS: missing })
    expect(await refused.ended).toEqual({
      code: 1,
      out: '',
      err: `lien-thong: ${missing}: expected a list of datasets as JSON\n`,
    })
    await using served = gateway({})
    await served.said(/^gateway {3}http/)
    served.child.kill('SIGTERM')
    expect((await served.ended).code).toBe(0)
  })
})

/** A row of columns `a.b` as the object that it was answered as; 64-bit integers as numbers. */
function nested(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const whole: Record<string, unknown> = {}
  for (const [column, value] of Object.entries(row)) {
    const path = column.split('.')
    let at = whole
    for (const name of path.slice(0, -1)) at = (at[name] ??= {}) as Record<string, unknown>
    at[path.at(-1) ?? ''] = typeof value === 'bigint' ? Number(value) : value
  }
  return whole
}
