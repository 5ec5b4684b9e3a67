import { getPriority } from 'node:os'
import { expect, test } from 'vitest'
import { openWorkThread } from './work-thread.ts'

const limits = { limitMs: 60_000, idleMs: 60_000, heapMegabytes: 64, youngMegabytes: 16 }
const module = new URL('work-thread-fixture.ts', import.meta.url)

test('answers each work, also several at once, and a failure by its message', async () => {
  const thread = openWorkThread({ ...limits, module })
  const all = await Promise.allSettled([thread.ask('a'), thread.ask('fail'), thread.ask('b')])
  expect(all).toMatchObject([
    { value: 'A' },
    { reason: { message: 'expected a letter' } },
    { value: 'B' },
  ])
  await thread.close()
})

test('a thread that takes too long is ended', async () => {
  const thread = openWorkThread({ ...limits, limitMs: 500, module })
  await expect(thread.ask('forever')).rejects.toThrow(/ended before it answered/)
  expect(thread.isRunning()).toBe(false)
})

test('one that takes too much memory is ended; the next work gets a new one', async () => {
  const thread = openWorkThread({ ...limits, module })
  await expect(thread.ask('much')).rejects.toThrow(/memory limit/)
  expect(await thread.ask('c')).toBe('C')
  await thread.close()
})

test('one that was idle is ended, and started again for the next work', async () => {
  const thread = openWorkThread({ ...limits, idleMs: 50, module })
  const first = await thread.ask('thread')
  await expect.poll(() => thread.isRunning(), { timeout: 5000 }).toBe(false)
  expect(await thread.ask('thread')).not.toBe(first)
  await thread.close()
})

test.runIf(process.platform === 'linux')('its priority is its own', async () => {
  const thread = openWorkThread({ ...limits, module })
  const own = getPriority()
  expect(await thread.ask('priority')).toBe(own + 3)
  expect(getPriority()).toBe(own)
  await thread.close()
})
