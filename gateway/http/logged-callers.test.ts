import { pino } from 'pino'
import { expect, test } from 'vitest'
import { callerOfClaims } from '../../auth/caller-of-claims.ts'
import type { Schedules } from '../reports/schedules.ts'
import type { Lifecycle } from '../supergraph/lifecycle.ts'
import { openApp } from './app.ts'
import { registryDoor } from './registry-door.ts'
import { serveSchedules } from './schedules.ts'

/** A provider that names people by their personal numbers; the log's last door does not see this one. */
const caller = callerOfClaims({ sub: 'p901090000001', roles: ['publisher'], agency: 'land' })
const verifyCaller = async () => caller
// Not looked at here.
const nothing: unknown = undefined

function opened() {
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
  const text = () => lines.join('')
  return { log, text, app: openApp({ maxBodyBytes: 1000, log }) }
}

test('who sets a schedule is logged as a person where the name is a personal number', async () => {
  const { app, log, text } = opened()
  const schedules = { remove: async () => undefined } as unknown as Schedules
  const lifecycle = nothing as Lifecycle
  serveSchedules(app, { schedules, lifecycle, verifyCaller, audit: undefined, log })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const { status } = await fetch(`${url}/reports-api/reports/one-report/schedule`, {
    method: 'PUT',
    headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
    body: '{"timing":null}',
  })
  await app.close()
  expect(status).toBe(200)
  expect(text()).toContain('"caller":"a person"')
  expect(text()).not.toContain('901090000001')
})

test('so is who changes the registry', async () => {
  const { app, log, text } = opened()
  const door = registryDoor({ verifyCaller, followerToken: undefined, useToken: undefined, log })
  app.get('/', (request) => door.changed(request, caller, async () => 'done'))
  expect((await app.inject('/')).body).toBe('done')
  expect(text()).toContain('"caller":"a person"')
  expect(text()).not.toContain('901090000001')
})
