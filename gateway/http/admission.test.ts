import { Readable } from 'node:stream'
import fastify from 'fastify'
import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { admit, placeOf } from './admission.ts'
import { openAdmission } from './admission-door.ts'

test('who streams keeps a place until what is streamed is made, and who answers at once until then', async () => {
  const admission = openAdmission({ most: 8, waitMs: 0, loop: { lateMs: () => 0 } })
  const app = fastify()
  const paths = new Set(['/stream', '/answer'])
  admit(app, {
    admission,
    paths,
    files: new Set(),
    maxArrivingBytes: 0,
    log: pino({ level: 'silent' }),
  })
  const gate = new AbortController()
  app.get('/stream', async (request, reply) => {
    const worked = placeOf(request)?.worked
    async function* lines() {
      yield 'first\n'
      await new Promise((resolve) => {
        gate.signal.addEventListener('abort', resolve)
      })
      worked?.()
      yield 'last\n'
    }
    return await reply.send(Readable.from(lines()))
  })
  app.get('/answer', async () => 'whole')
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  try {
    const { body } = await fetch(`${url}/stream`)
    const reader = body?.getReader()
    await reader?.read()
    expect(admission.state().working).toBe(1)
    await (await fetch(`${url}/answer`)).text()
    expect(admission.state().working).toBe(1)
    gate.abort()
    await vi.waitUntil(() => admission.state().working === 0)
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('last\n')
  } finally {
    await app.close()
  }
})
