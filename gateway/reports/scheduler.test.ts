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
    pollMs: 50,
    maxRuns: 1,
    maxRunBytes: 1,
    log: pino({ level: 'silent' }),
  })
  await sleep(600)
  expect(looks).toBe(1)
  goOn()
  await sleep(20)
  expect(looks).toBeLessThanOrEqual(2)
  await scheduler.close()
})
