import { once } from 'node:events'
import { connect } from 'node:net'
import { buildSchema } from 'graphql'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { MinistryRequest } from '../../auth/verify-ministry.ts'
import { httpApp } from './http-app.ts'

test('nothing is begun for a gateway that left while its token was looked at', async () => {
  const begun: string[] = []
  let looked = (): void => undefined
  const looking = new Promise<void>((resolve) => (looked = resolve))
  let pass = (): void => undefined
  const passed = new Promise<void>((resolve) => (pass = resolve))
  // Not looked at here.
  const nothing: unknown = undefined
  const app = httpApp({
    schema: buildSchema('type Query { a: Int }'),
    ministry: 'land',
    verify: async () => {
      looked()
      await passed
      return nothing as MinistryRequest
    },
    log: pino({ level: 'silent' }),
    isReady: async () => true,
    isLeaving: () => false,
    newPersons: () => nothing as never,
    hasSeveral: false,
    tell: {
      begin: () => {
        begun.push('telemetry')
        return { statements: nothing as never, trace: nothing as never, end: () => undefined }
      },
    },
    contextOf: () => {
      begun.push('context')
      return nothing as never
    },
  })
  const left = new Promise<void>((resolve) => {
    app.addHook('onRequest', async (_request, reply) => {
      reply.raw.once('close', () => resolve())
    })
  })
  const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const socket = connect(Number(url.port), url.hostname)
  await once(socket, 'connect')
  socket.write(
    'GET /graphql?query=%7Ba%7D HTTP/1.1\r\nhost: land\r\nauthorization: Bearer x\r\n\r\n',
  )
  await looking
  socket.destroy()
  await left
  pass()
  await new Promise((resolve) => setImmediate(resolve))
  expect(begun).toEqual([])
  await app.close()
})
