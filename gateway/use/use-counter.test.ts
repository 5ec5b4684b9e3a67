import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { consumerOf } from './consumer-of.ts'
import { openUseCounter, type UseBatch, type UseCount } from './use-counter.ts'
import { maxEntries, maxWaiting, openUseRecorder } from './use-recorder.ts'

const noon = Date.UTC(2026, 10, 20, 12)
const use = (...coordinates: readonly string[]) => ({ coordinates, open: [] })

test('requests are counted by day, consumer and coordinate', () => {
  const counter = openUseCounter()
  const [a, b] = [use('Query.x', 'X.a'), use('Query.x', 'X.b')]
  const ask = (consumer: string, of: ReturnType<typeof use>, at: number) =>
    counter.count({ consumer, use: of, variables: {} }, at)
  ask('application:tax', a, noon)
  ask('application:tax', a, noon + 1000)
  ask('application:tax', b, noon + 500)
  ask('role:citizen', a, noon)
  ask('role:citizen', a, noon + 43_200_000)
  expect(counter.size()).toBe(4)
  expect(
    counter
      .take()
      .map(
        ({ day, consumer, coordinate, requests }) => `${day} ${coordinate} ${consumer} ${requests}`,
      ),
  ).toEqual([
    '2026-11-20 Query.x application:tax 3',
    '2026-11-20 Query.x role:citizen 1',
    '2026-11-20 X.a application:tax 2',
    '2026-11-20 X.a role:citizen 1',
    '2026-11-20 X.b application:tax 1',
    '2026-11-21 Query.x role:citizen 1',
    '2026-11-21 X.a role:citizen 1',
  ])
  expect(counter.size()).toBe(0)
  expect(counter.take()).toEqual([])
})

test('the last of several requests is the one that is told, and the last millisecond of a day is of that day', () => {
  const counter = openUseCounter()
  const last = Date.UTC(2026, 10, 21) - 1
  for (const at of [last - 5, last])
    counter.count({ consumer: 'role:a', use: use('X.a'), variables: {} }, at)
  expect(counter.take()).toEqual([
    { day: '2026-11-20', consumer: 'role:a', coordinate: 'X.a', requests: 2, lastAt: last },
  ])
})

test.each([
  [{ client: 'tax-app', roles: ['officer'], id: 'a' }, 'application:tax-app'],
  [{ client: 'app 900000000001', roles: [], id: 'a' }, 'application:app …'],
  [{ roles: ['school-officer', 'doctor'], id: 'a' }, 'role:doctor+school-officer'],
  [{ roles: [], id: 'a' }, 'role:none'],
  [{ roles: ['application'], id: 'tax-app' }, 'application:tax-app'],
  [{ roles: ['application', 'citizen'], id: 'a' }, 'role:application+citizen'],
] as const)('%j counts as %s', (caller, consumer) => {
  expect(consumerOf(caller)).toBe(consumer)
})

/** A store of rows that can be away, or add and then break off before it says so. */
function store() {
  const rows: UseCount[] = []
  const state = { isAway: false, isDeaf: false, calls: 0 }
  const ids: string[] = []
  const added = new Set<string>()
  return {
    rows,
    state,
    ids,
    async add({ id, counts }: UseBatch) {
      state.calls++
      ids.push(id)
      if (!state.isAway && !added.has(id)) rows.push(...counts)
      if (!state.isAway) added.add(id)
      if (state.isAway || state.isDeaf) throw new Error('away')
    },
    async forget() {
      return 0
    },
  }
}

function recorder(intervalMs: number, kept = store()) {
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
  return { ...openUseRecorder({ store: kept, intervalMs, log }), kept, lines }
}

const one = (coordinate: string) => ({ consumer: 'role:a', use: use(coordinate), variables: {} })

test('counts are written when the interval is over, without anyone closing', async () => {
  const { count, close, kept } = recorder(20)
  count(one('X.a'))
  await vi.waitFor(() => expect(kept.rows).toHaveLength(1), 10_000)
  await close()
  expect(kept.rows).toHaveLength(1)
})

test('what is counted at last is written when the gateway closes', async () => {
  const { count, close, kept } = recorder(3_600_000)
  count(one('X.a'))
  count(one('X.a'))
  expect(kept.rows).toEqual([])
  await close()
  expect(kept.rows).toEqual([expect.objectContaining({ coordinate: 'X.a', requests: 2 })])
})

test('a database that is away loses nothing: counts wait', async () => {
  const { count, close, kept, lines } = recorder(10)
  kept.state.isAway = true
  count(one('X.a'))
  await vi.waitFor(() => expect(kept.state.calls).toBeGreaterThan(1), 10_000)
  count(one('X.a'))
  await vi.waitFor(() => expect(kept.state.calls).toBeGreaterThan(3), 10_000)
  expect(lines.join()).toContain('use: not written; it is tried again')
  kept.state.isAway = false
  await close()
  expect(kept.rows.map(({ requests }) => requests)).toEqual([1, 1])
})

test('a batch whose answer was lost is sent again as it is, and counted once', async () => {
  const { count, close, kept } = recorder(10)
  kept.state.isDeaf = true
  count(one('X.a'))
  await vi.waitFor(() => expect(kept.state.calls).toBeGreaterThan(1), 10_000)
  count(one('X.a'))
  kept.state.isDeaf = false
  await close()
  expect(kept.rows.map(({ requests }) => requests)).toEqual([1, 1])
  expect(new Set(kept.ids).size).toBe(2)
})

test.each([
  [maxWaiting, 0],
  [maxWaiting + 1, 1],
])('of %d counts that wait for a database %d are dropped', async (number, dropped) => {
  const { count, close, kept, lines } = recorder(3_600_000)
  kept.state.isAway = true
  const coordinates = Array.from({ length: number }, (_, i) => `X.f${i}`)
  count({ consumer: 'role:a', use: { coordinates, open: [] }, variables: {} })
  await close()
  const told = /"dropped":(\d+)/.exec(lines.join())?.[1] ?? '0'
  expect(Number(told)).toBe(dropped)
})

test('memory that is full is written before the interval is over', async () => {
  const { count, close, kept } = recorder(3_600_000)
  for (let i = 1; i < maxEntries; i++) count(one(`X.f${i}`))
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(kept.rows).toHaveLength(0)
  count(one('X.last'))
  await vi.waitFor(() => expect(kept.rows.length).toBe(maxEntries), 10_000)
  await close()
})
