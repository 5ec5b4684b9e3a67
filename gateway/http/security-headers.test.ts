import helmet from '@fastify/helmet'
import Fastify from 'fastify'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { openApp } from './app.ts'
import { securityHeaders } from './security-headers.ts'

test('answers carry the security headers of helmet, and a route may set its own', async () => {
  const reference = Fastify()
  await reference.register(helmet)
  const app = openApp({ maxBodyBytes: 1000, log: pino({ enabled: false }) })
  for (const one of [reference, app]) one.get('/', () => 'text')
  app.get('/own', async (_request, reply) => reply.header('x-frame-options', 'DENY').send('text'))

  const { headers: expected } = await reference.inject('/')
  const answers = await Promise.all(['/', '/own', '/unserved'].map((url) => app.inject(url)))
  const secure = Object.keys(securityHeaders)
  for (const name of Object.keys(expected))
    if (!['date', 'connection', 'content-length', 'content-type'].includes(name))
      expect(secure).toContain(name)
  const [plain, own, unserved] = answers.map(({ headers }) =>
    Object.fromEntries(secure.map((name) => [name, headers[name]])),
  )
  const same = Object.fromEntries(secure.map((name) => [name, expected[name]]))
  expect(plain).toEqual(same)
  expect(unserved).toEqual(same)
  expect(own).toEqual({ ...same, 'x-frame-options': 'DENY' })
  await Promise.all([reference.close(), app.close()])
})
