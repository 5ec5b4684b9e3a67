import { PassThrough } from 'node:stream'
import { setTimeout as after } from 'node:timers/promises'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { countUnknownCallers } from '../../gateway/http/unknown-callers.ts'
import { openApp } from '../../gateway/http/app.ts'
import { refusal } from '../../gateway/http/refusal.ts'
import { openWorld } from './gateway-world.ts'

interface Line {
  readonly msg: string
  readonly refused: unknown
}

function logged() {
  const stream = new PassThrough()
  const lines = (): readonly Line[] =>
    String(stream.read() ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)
      .filter(({ msg }) => msg === 'requests of unknown callers were refused')
  return { log: pino({ level: 'warn' }, stream), lines }
}

test('requests without a valid token are counted, and told when the gateway closes', async () => {
  const { log, lines } = logged()
  const world = await openWorld({ log })
  const url = `${world.gateway.url}/graphql`
  for (const authorization of ['Bearer 900000000001', 'Basic x', undefined])
    await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: JSON.stringify({ query: '{ __typename }' }),
    })
  expect((await world.ask('{ provinces { code } }')).status).toBe(200)
  await world[Symbol.asyncDispose]()
  const told = lines()
  expect(told.map(({ refused }) => refused)).toEqual([{ '/graphql': 3 }])
  expect(JSON.stringify(told)).not.toContain('900000000001')
})

test('a period in which somebody was refused is one line, and a quiet one is none', async () => {
  const { log, lines } = logged()
  const app = openApp({ maxBodyBytes: 1000, log })
  countUnknownCallers(app, log, 60)
  app.get('/closed', () => {
    throw refusal(401, 'Expected an access token.')
  })
  app.get('/open', () => 'open')
  for (const url of ['/closed', '/closed', '/open', '/nothing']) await app.inject(url)
  await after(200)
  expect(lines().map(({ refused }) => refused)).toEqual([{ '/closed': 2 }])
  await app.close()
  expect(lines()).toEqual([])
})
