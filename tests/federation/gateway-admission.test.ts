import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { type Answer, openWorld } from './gateway-world.ts'

const requestsAtOnce = 3
const question = '{ provinces { code } }'

/** A gateway whose ministry answers nothing until it is let go. */
async function openHeld(waits: { admissionWaitMs: number; deadlineMs?: number }) {
  const world = await openWorld({ requestsAtOnce, sharing: false, ...waits })
  const { reference } = world.ministries
  if (reference === undefined) throw new Error('expected the ministry reference')
  const released = new EventTarget()
  let held = 0
  reference.misbehave = (_request, response) => {
    held++
    void once(released, 'release').then(() => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ data: { provinces: [{ code: '01' }] } }))
    })
    return true
  }
  return {
    world,
    held: async (count: number) => {
      await expect.poll(() => held).toBe(count)
    },
    release: () => {
      reference.misbehave = undefined
      released.dispatchEvent(new Event('release'))
    },
  }
}

function codes({ errors }: Answer): readonly unknown[] {
  return errors.map(({ extensions }) => extensions['code'])
}

test('as many requests as a gateway takes at once are answered, and one more is told to come again', async () => {
  const { world, held, release } = await openHeld({ admissionWaitMs: 0 })
  await using _ = world
  const under = Array.from({ length: requestsAtOnce }, () => world.ask(question))
  await held(requestsAtOnce)

  const more = await world.ask(question)
  expect(more.status).toBe(503)
  expect(more.errors).toEqual([
    {
      message: 'The gateway has more to do than it can at once.',
      extensions: {
        code: 'OVERLOADED',
        limit: 'requestsAtOnce',
        allowed: requestsAtOnce,
        retryAfterSeconds: 1,
      },
    },
  ])
  // Nobody is asked who they are: that costs as much as it saves.
  const unknown = await fetch(`${world.gateway.url}/graphql`, { method: 'POST', body: '{}' })
  expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([503, '1'])
  expect((await fetch(`${world.gateway.url}/live`)).status).toBe(200)

  release()
  for (const answer of await Promise.all(under)) expect(codes(answer)).toEqual([])
  expect(codes(await world.ask(question))).toEqual([])

  // One line for all that were refused: a line each would add to the load.
  await world.gateway.close()
  const told = world.log.filter((line) => line.includes('too many at once'))
  expect(told.map((line) => (JSON.parse(line) as { refused: number }).refused)).toEqual([2])
  expect(world.log.filter((line) => line.includes('more to do'))).toEqual([])
})

test('whoever goes away makes room for those who wait, and nobody is refused who is served soon', async () => {
  const { world, held, release } = await openHeld({ admissionWaitMs: 60_000, deadlineMs: 60_000 })
  await using _ = world
  const leaving = new AbortController()
  const authorization = `Bearer ${await world.token('officer')}`
  const gone = Array.from({ length: requestsAtOnce }, () =>
    fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query: question }),
      signal: leaving.signal,
    }).catch(() => undefined),
  )
  await held(requestsAtOnce)
  const many = Array.from({ length: 40 }, () => world.ask(question))
  // No other door waits.
  expect((await fetch(`${world.gateway.url}/ready`)).status).toBe(200)
  leaving.abort()
  await Promise.all(gone)
  // As many are let in as have left.
  await held(2 * requestsAtOnce)
  release()
  expect((await Promise.all(many)).flatMap(codes)).toEqual([])
})

/** Begins to ask and never ends: the head of a request, and one byte of its body. */
async function sendsNoBody(url: string, bytes: number): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const head = `POST /graphql HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json`
  socket.write(`${head}\r\ncontent-length: ${bytes}\r\n\r\n{`)
  return socket
}

test('who sends no whole body takes nobody’s place, and is cut off where there are too many', async () => {
  const { world } = await openHeld({ admissionWaitMs: 0 })
  await using _ = world
  const { url } = world.gateway
  const slow: Socket[] = []
  let cut = 0
  for (let more = 0; more < requestsAtOnce * 3; more++) {
    const socket = await sendsNoBody(url, 262_144)
    socket.on('close', () => cut++)
    slow.push(socket)
  }
  await expect.poll(() => cut).toBe(requestsAtOnce * 2)
  expect((await fetch(`${url}/live`)).status).toBe(200)
  const unknown = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: question }),
  })
  expect(unknown.status).toBe(401)
  for (const socket of slow) socket.destroy()
})
