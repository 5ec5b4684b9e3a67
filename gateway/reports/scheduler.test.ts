import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { ScheduleStore } from './schedule-store.ts'
import { openScheduler } from './scheduler.ts'

test('a look that takes long is followed by one, and not by all whose time passed meanwhile', async () => {
  let looks = 0
  let goOn = (): void => undefined
  const first = new Promise<void>((resolve) => (goOn = resolve))
  const store = {
    owners: async () => {
      looks++
      await first
      return new Map()
    },
    due: async () => [],
  } as unknown as ScheduleStore
  const scheduler = openScheduler({
    store,
    reports: { find: async () => undefined },
    ask: async () => '{}',
    pollMs: 100,
    maxRuns: 1,
    maxRunBytes: 1,
    log: pino({ level: 'silent' }),
  })
  await sleep(1500)
  expect(looks).toBe(1)
  goOn()
  await sleep(50)
  // Fifteen times it was to be looked meanwhile.
  expect(looks).toBeLessThanOrEqual(5)
  await scheduler.close()
})
