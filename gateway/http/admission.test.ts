import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
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
    unreadMs: 1000,
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
    await vi.waitUntil(() => admission.state().working === 0, 10_000)
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('last\n')
  } finally {
    await app.close()
  }
})

test('answers that nobody reads keep nobody out: small ones hold no place, others are cut off', async () => {
  const admission = openAdmission({ most: 3, waitMs: 0, loop: { lateMs: () => 0 } })
  const app = fastify()
  admit(app, {
    admission,
    paths: new Set(['/answer', '/large']),
    files: new Set(),
    maxArrivingBytes: 0,
    unreadMs: 1500,
    log: pino({ level: 'silent' }),
  })
  const gate = new AbortController()
  app.get('/other', async () => {
    await once(gate.signal, 'abort')
    return 'other'
  })
  app.get('/answer', async () => 'whole')
  app.get('/large', async () => 'x'.repeat(30_000_000))
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const sockets: Socket[] = []
  const asking = (...paths: readonly string[]): Socket => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').pause()
    sockets.push(socket)
    socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`).join(''))
    return socket
  }
  const status = async (): Promise<number> => {
    const answer = await fetch(`${url}/answer`)
    await answer.text()
    return answer.status
  }
  try {
    // Answers to one connection leave in their order: none of these does before the first.
    const pipelined = asking('/other', '/answer', '/answer', '/answer')
    await once(pipelined, 'connect')
    for (let again = 0; again < 5; again++) expect(await status()).toBe(200)
    expect(admission.state().refused).toBe(0)
    gate.abort()
    pipelined.destroy()

    for (let more = 0; more < 3; more++) asking('/large')
    await vi.waitUntil(async () => (await status()) !== 200, { timeout: 8000 })
    await vi.waitUntil(async () => (await status()) === 200, { timeout: 12_000 })
  } finally {
    for (const socket of sockets) socket.destroy()
    await app.close()
  }
})
