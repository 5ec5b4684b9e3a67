import {
  appendFile,
  cp,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openSigningKey } from '../../auth/signing-key.ts'
import { commands } from '../../deploy/cli/commands.ts'
import { main } from '../../deploy/cli/main.ts'
import { believedSnapshot } from '../../deploy/snapshots/believed-snapshot.ts'
import { sha256Of } from '../../deploy/snapshots/dataset.ts'
import { latestSnapshot, leadTo } from '../../deploy/snapshots/snapshot-folder.ts'
import { snapshotKeys } from '../../deploy/snapshots/snapshot-keys.ts'
import {
  madeFiles,
  parquetFile,
  snapshotStore,
  type SnapshotStore,
} from '../support/snapshot-store.ts'

let store: SnapshotStore
beforeEach(async () => {
  store = await snapshotStore()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await store[Symbol.asyncDispose]()
})

const statuses = async () => (await store.manifest()).datasets.map(({ status }) => status)
const within = (name: string, file: string) => join(store.folder, name, file)

/** Other data for `a`, and a manifest that fits them: only the signature can tell. */
async function forge(name: string): Promise<void> {
  const file = parquetFile()
  const manifest = within(name, 'manifest.json')
  const text = await readFile(manifest, 'utf8')
  const known = /"name": "a\.parquet",\s*"bytes": \d+,\s*"sha256": "[0-9a-f]{64}"/
  const forged = `"name": "a.parquet", "bytes": ${file.length}, "sha256": "${sha256Of(file)}"`
  expect(text).toMatch(known)
  await rm(within(name, 'a.parquet'))
  await writeFile(within(name, 'a.parquet'), file)
  await writeFile(manifest, text.replace(known, forged))
}

describe('who checks a snapshot', () => {
  test('checks that one, wherever a link within it leads', async () => {
    const old = await store.create()
    const { name } = await store.create()
    await appendFile(within(name, 'a.parquet'), 'x')
    await symlink(join('..', old.name), within(name, 'latest'))
    expect((await store.problems(name)).join('; ')).toContain('a.parquet: expected')
    // One that lost its manifest is a snapshot by its name.
    await rm(within(name, 'manifest.json'))
    expect((await store.problems(name)).join('; ')).toContain('manifest.json: expected one')
    expect((await store.problems('latest')).join('; ')).toContain('manifest.json: expected one')
  })

  test('is told which one it was, and when it was made', async () => {
    const said: string[] = []
    vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
    const { name, createdAt } = await store.create()
    const environment = { LIEN_THONG_AUDIT_KEY_FILE: join(store.directory, 'audit.jwk.json') }
    expect(await main(commands, ['snapshot', 'verify', store.folder], environment)).toBe(0)
    expect(said[0]).toBe(`snapshot ${name}, made at ${createdAt}`)
    expect(said.at(-1)).toBe('verified')
  })
})

describe('nothing is kept of a snapshot', () => {
  /** Makes `b` alone, and answers what was asked and what was said of the former. */
  async function partly(change: Parameters<SnapshotStore['create']>[0] = {}) {
    const asked: string[] = []
    const said: string[] = []
    const onDisbelief = (problems: readonly string[]) => void said.push(...problems)
    await store.create({ only: ['b'], make: madeFiles(asked), onDisbelief, ...change })
    return { asked, said }
  }

  test('whose manifest is not what was signed', async () => {
    const { name } = await store.create()
    expect(await partly()).toEqual({ asked: ['b'], said: [] })
    expect(await statuses()).toEqual(['KEPT', 'FRESH'])
    const newest = (await store.manifest()).name
    expect(newest).not.toBe(name)
    await forge(newest)
    const { asked, said } = await partly()
    expect(said).toEqual(['manifest.json: it is not what was signed'])
    expect(asked).toEqual(['a', 'b'])
    expect(await statuses()).toEqual(['FRESH', 'FRESH'])
    expect((await store.manifest()).previous).toBeNull()
    expect(await store.problems()).toEqual([])
  })

  test('whose files were altered, or are links', async () => {
    const altered = await store.create()
    await appendFile(within(altered.name, 'a.parquet'), 'x')
    expect((await partly()).asked).toEqual(['a', 'b'])
    const { name } = await store.manifest()
    const elsewhere = join(store.directory, 'elsewhere.parquet')
    await rename(within(name, 'a.parquet'), elsewhere)
    await symlink(elsewhere, within(name, 'a.parquet'))
    expect(await partly()).toEqual({ asked: ['a', 'b'], said: ['a.parquet: expected a file'] })
    await writeFile(within((await store.manifest()).name, 'manifest.json'), '{}')
    expect((await partly()).asked).toEqual(['a', 'b'])
    expect(await store.problems()).toEqual([])
  })

  test('that another key signed, unless its public half is known', async () => {
    const other = await openSigningKey(join(store.directory, 'other.jwk.json'))
    const byOther = { key: other, keys: async () => other.jwks }
    await store.create(byOther)
    const auditKeysFile = join(store.directory, 'keys.json')
    const keys = snapshotKeys({ auditKeysFile }, store.key)
    await expect(partly({ keys })).rejects.toThrow('LIEN_THONG_AUDIT_KEYS_FILE: expected a file')
    await writeFile(auditKeysFile, JSON.stringify(other.jwks))
    expect(await partly({ keys })).toEqual({ asked: ['b'], said: [] })
    await store.create(byOther)
    const { asked, said } = await partly()
    expect(said).toEqual(['manifest.jws: expected a signature of the keys'])
    expect(asked).toEqual(['a', 'b'])
  })
})

describe('the newest snapshot', () => {
  const ahead = '2999-01-01T00-00-00.000Z'

  test('is the one that `latest` leads to, whatever the names say', async () => {
    const { name } = await store.create()
    await cp(join(store.folder, name), join(store.folder, ahead), { recursive: true })
    expect((await latestSnapshot(store.folder))?.folder).toBe(join(store.folder, name))
    const { previous } = await store.create({ keep: 2 })
    expect(previous?.name).toBe(name)
    // Of two that stay neither is the one that a wrong clock, or somebody else, named.
    const { name: third } = await store.create({ keep: 2 })
    const names = (await readdir(store.folder)).filter((one) => one !== 'latest')
    expect(names).toHaveLength(2)
    expect(names).toContain(third)
    expect(names).not.toContain(ahead)
  })

  test('is led to again after a writer died before it did so, and nothing else is', async () => {
    const first = await store.create()
    const second = await store.create()
    await leadTo(store.folder, first.name)
    await cp(join(store.folder, second.name), join(store.folder, ahead), { recursive: true })
    const { before, problems } = await believedSnapshot(store.folder, store.key.jwks)
    expect(problems).toEqual([])
    expect(basename(before?.folder ?? '')).toBe(second.name)
    expect(await readlink(join(store.folder, 'latest'))).toBe(second.name)
    // Without any link it is the newest that is believed.
    await rm(join(store.folder, 'latest'))
    expect((await believedSnapshot(store.folder, store.key.jwks)).before?.manifest.name).toBe(
      second.name,
    )
    expect(await readlink(join(store.folder, 'latest'))).toBe(second.name)
    // One that does not follow is not followed.
    const third = await store.create({ keep: 9 })
    await store.create({ keep: 9 })
    await leadTo(store.folder, second.name)
    await rm(join(store.folder, third.name), { recursive: true })
    const kept = await believedSnapshot(store.folder, store.key.jwks)
    expect(kept.before?.manifest.name).toBe(second.name)
  })
})
