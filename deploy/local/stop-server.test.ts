import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { stopServer } from './stop-server.ts'

/** Goes half a second after it was asked to, as a server that writes its last checkpoint. */
const slow = `process.on('SIGINT', () => setTimeout(() => process.exit(7), 500)); setInterval(() => {}, 1000); console.log('up')`

test('a clock that is set forward while a server stops leaves it its time', async () => {
  const child = spawn(process.execPath, ['-e', slow], { stdio: ['ignore', 'pipe', 'ignore'] })
  await once(child.stdout, 'data')
  const ended = once(child, 'exit')
  let hours = 0
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => ++hours * 3_600_000)
  try {
    await stopServer(child.pid ?? 0)
  } finally {
    clock.mockRestore()
  }
  expect(await ended).toEqual([7, null])
})
