import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { dueDatasets } from '../../deploy/snapshots/due-datasets.ts'
import type { MakeFile } from '../../deploy/snapshots/snapshot-caller.ts'
import { SnapshotFailure } from '../../deploy/snapshots/snapshot-failure.ts'
import { snapshotLock } from '../../deploy/snapshots/snapshot-lock.ts'
import { snapshotRound } from '../../deploy/snapshots/snapshot-round.ts'
import { snapshotSight } from '../../deploy/snapshots/snapshot-sight.ts'
import { quietLog } from '../support/quiet-log.ts'
import {
  madeFiles,
  parquetFile,
  snapshotStore,
  type SnapshotStore,
  storedDataset,
  toldAt,
} from '../support/snapshot-store.ts'
import { openSteeringDatabase, type SteeringDatabase } from '../support/steering-database.ts'

const everyMs = 3_600_000
const minuteMs = 60_000
const { signal } = new AbortController()
const ownerUrl = () => database.url('owner')

// A lock is of one database: no other test takes it.
let database: SteeringDatabase
beforeAll(async () => {
  database = await openSteeringDatabase()
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
})

let store: SnapshotStore
beforeEach(async () => {
  store = await snapshotStore()
})
afterEach(async () => {
  await store[Symbol.asyncDispose]()
})

/** Fails for the names given, and makes the others; notes all that were asked for. */
function failing(names: readonly string[], asked: string[] = []): MakeFile {
  const make = madeFiles(asked)
  return async function* (dataset, stop) {
    if (names.includes(dataset.name)) {
      asked.push(dataset.name)
      throw new SnapshotFailure(['MINISTRY_UNAVAILABLE'], 'away')
    }
    yield* make(dataset, stop)
  }
}

describe('what is due', () => {
  const now = Date.parse('2026-11-23T08:00:00Z')
  const at = (minutes: number) => new Date(now - minutes * minuteMs).toISOString()
  const [a, b] = [{ name: 'a' }, { name: 'b' }]
  const one = (name: string, answered: number | undefined, failed?: number) => ({
    name,
    failure: failed === undefined ? null : { at: at(failed) },
    content: answered === undefined ? null : { answeredAt: at(answered) },
  })
  const due = (list: readonly ReturnType<typeof one>[], tried = new Map<string, number>()) =>
    dueDatasets([a, b], { datasets: list }, { everyMs, now, tried })

  test('is whose own data are old or missing, and with it what nearly is', () => {
    expect(dueDatasets([a, b], undefined, { everyMs, now, tried: new Map() })).toEqual(['a', 'b'])
    expect(due([one('a', 60), one('b', 44)])).toEqual(['a'])
    expect(due([one('a', 60), one('b', 45)])).toEqual(['a', 'b'])
    expect(due([one('a', 59), one('b', 45)])).toEqual([])
    expect(due([one('a', 44)])).toEqual(['b'])
    expect(due([one('a', undefined), one('b', 0)])).toEqual(['a'])
  })

  test('is what failed a quarter of the time ago, whatever its data', () => {
    expect(due([one('a', 0, 15), one('b', 200, 14)])).toEqual(['a'])
    expect(due([one('a', undefined, 14), one('b', 0)])).toEqual([])
    const tried = new Map([['a', now - 14 * minuteMs]])
    expect(due([one('a', 120, 120), one('b', 0)], tried)).toEqual([])
    expect(due([one('a', 120, 120), one('b', 60)], tried)).toEqual(['b'])
    tried.set('a', now - 15 * minuteMs)
    expect(due([one('a', 120, 120), one('b', 0)], tried)).toEqual(['a'])
  })

  test('is what a clock that ran ahead told of', () => {
    expect(due([one('a', -16), one('b', -14)])).toEqual(['a'])
    expect(due([one('a', 0, -16), one('b', 0, -14)])).toEqual(['a'])
  })
})

test('what is kept of a failure is kept with it', async () => {
  await store.create()
  await store.create({ make: failing(['a']) })
  const [failed] = (await store.manifest()).datasets
  expect(failed).toMatchObject({ status: 'FAILED', failure: { codes: ['MINISTRY_UNAVAILABLE'] } })
  await store.create({ only: ['b'] })
  expect((await store.manifest()).datasets[0]).toEqual({ ...failed, status: 'KEPT' })
})

describe('a look', () => {
  let now = 0
  const round = (make: MakeFile, datasets = ['a', 'b'].map(storedDataset)) =>
    snapshotRound({
      folder: store.folder,
      datasets,
      make,
      key: store.key,
      keys: async () => store.key.jwks,
      keep: 5,
      ownerUrl: ownerUrl(),
      everyMs,
      now: () => now,
      log: quietLog(),
    })
  beforeEach(() => {
    now = Date.now()
  })

  test('asks for what fails again after a quarter of the time, also when nothing is published', async () => {
    const asked: string[] = []
    const look = round(failing(['a', 'b'], asked))
    await expect(look(signal)).rejects.toThrow('no dataset could be made')
    expect(asked).toEqual(['a', 'b'])
    now += minuteMs
    await look(signal)
    expect(asked).toEqual(['a', 'b'])
    now += everyMs / 4
    await expect(look(signal)).rejects.toThrow('no dataset could be made')
    expect(asked).toEqual(['a', 'b', 'a', 'b'])
  })

  test('tries what it need not ask for as seldom', async () => {
    await store.create()
    now = Date.now() + everyMs
    const asked: string[] = []
    const look = round(madeFiles(asked), [{ ...storedDataset('a'), sha256: 'f'.repeat(64) }])
    await expect(look(signal)).rejects.toThrow('[DOCUMENT_CHANGED]')
    await look(signal)
    expect(asked).toEqual([])
  })

  test('asks for nothing again at once that was lost with a snapshot', async () => {
    const asked: string[] = []
    const made = madeFiles(asked)
    const look = round(async function* (dataset, stop) {
      yield* made(dataset, stop)
      if (dataset.name === 'b') throw new Error('the disk is full')
    })
    await expect(look(signal)).rejects.toThrow('the disk is full')
    await look(signal)
    expect(asked).toEqual(['a', 'b'])
  })

  test('makes all anew where the newest is not what was signed', async () => {
    const { name } = await store.create()
    const asked: string[] = []
    const look = round(madeFiles(asked))
    await look(signal)
    expect(asked).toEqual([])
    await writeFile(join(store.folder, name, 'a.parquet'), parquetFile())
    await look(signal)
    expect(asked).toEqual(['a', 'b'])
    expect(await store.problems()).toEqual([])
  })

  test('gives up when the lock is lost, and is no reason to wait', async () => {
    const lost: string[] = []
    const look = round(async function* (dataset, stop) {
      if (lost.length === 0) {
        await using other = await connected(ownerUrl())
        const held = `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
        lost.push(dataset.name)
        expect((await other.query(held)).rowCount).toBe(1)
        // Much longer than it takes to be told.
        await after(30_000, undefined, { signal: stop })
      }
      yield parquetFile()
    })
    await expect(look(signal)).rejects.toThrow('the connection that holds the lock')
    await expect(store.manifest()).rejects.toThrow('ENOENT')
    await look(signal)
    expect((await store.manifest()).datasets).toHaveLength(2)
  })

  test('publishes nothing when another holds the lock by then', async () => {
    const lock = { signal, isHeld: async () => false }
    await expect(store.create({ lock })).rejects.toThrow('another writer has taken the lock')
    await expect(store.manifest()).rejects.toThrow('ENOENT')
    await using client = await connected(ownerUrl())
    const own = await snapshotLock(client, signal)
    expect(await own?.isHeld()).toBe(true)
    await using other = await connected(ownerUrl())
    expect(await snapshotLock(other, signal)).toBeUndefined()
  })
})

describe('the watch', () => {
  test('tells of a folder that it cannot read, once, and goes on from what it saw', async () => {
    let now = Date.now()
    const lines: string[] = []
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
    const { folder } = store
    const datasets = [{ name: 'a' }, { name: 'b' }]
    const sight = snapshotSight({ folder, datasets, everyMs, now: () => now, log })
    const late = () => sight.late().map(({ value }) => value)
    const look = async (hours: number) => {
      now += hours * everyMs
      await sight.look()
      return late()
    }
    // Not there at all is not unreadable.
    await rm(folder, { recursive: true })
    expect(await look(0)).toEqual([0, 0])
    expect(lines).toEqual([])
    now += everyMs
    const told = toldAt(new Date(now))
    const { name } = await store.create({
      only: ['a'],
      make: async function* () {
        yield await Promise.resolve(parquetFile(told))
      },
    })
    expect(await look(1.5)).toEqual([0, 1])
    const manifest = join(folder, name, 'manifest.json')
    const text = await readFile(manifest, 'utf8')
    await writeFile(manifest, '{')
    expect(await look(0.4)).toEqual([0, 1])
    expect(await look(0.05)).toEqual([0, 1])
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('the folder cannot be read')
    expect(lines[0]).toContain(`${name}/manifest.json: expected a manifest`)
    expect(await look(0.1)).toEqual([1, 1])
    await writeFile(manifest, text.replace(told['at'] ?? '', new Date(now).toISOString()))
    expect(await look(0)).toEqual([0, 1])
    await writeFile(manifest, '{')
    await look(0)
    expect(lines).toHaveLength(2)
  })

  test('believes nothing of the time in which it saw nothing', async () => {
    let now = Date.now()
    const { folder } = store
    const datasets = [{ name: 'a' }]
    const log = pino({ level: 'silent' })
    const sight = snapshotSight({ folder, datasets, everyMs, now: () => now, log })
    const told = toldAt(new Date(now + 30 * everyMs))
    const { name } = await store.create({
      make: async function* () {
        yield await Promise.resolve(parquetFile(told))
      },
    })
    await sight.look()
    await writeFile(join(folder, name, 'manifest.json'), '{')
    now += 2 * everyMs + 1
    await sight.look()
    expect(sight.late()).toEqual([{ labels: { dataset: 'a' }, value: 1 }])
  })
})
