import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Role, roles } from '../../auth/role.ts'
import { maxStreams } from '../../gateway/http/state.ts'
import { openWorld, type World } from '../federation/gateway-world.ts'
import { openAttempts } from './attempts.ts'

const attempts = openAttempts()
const secret = '900000000777'
let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  attempts.report()
  await world[Symbol.asyncDispose]()
})

const paths = ['/console/state', '/console/state/stream']
const allowed: ReadonlySet<Role> = new Set(['operator', 'inspector'])

async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const gone = new AbortController()
  const answer = await fetch(`${world.gateway.url}${path}`, {
    method,
    headers,
    signal: gone.signal,
  })
  const isStream = answer.headers.get('content-type')?.includes('event-stream') === true
  const text = isStream ? '' : await answer.text()
  return { status: answer.status, text, close: () => gone.abort() }
}
const codeOf = (text: string) =>
  (JSON.parse(text) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code

describe('the state of a gateway', () => {
  test.each(roles)('is told to %s only where the role may watch', async (role) => {
    for (const path of paths) {
      const token = await world.token(role, { agency: 'land' })
      const { status, text, close } = await get(path, { authorization: `Bearer ${token}` })
      close()
      if (allowed.has(role)) expect(status).toBe(200)
      else {
        await attempts.attack(`${role} ${path}`, () => status !== 403)
        expect(codeOf(text)).toBe('FORBIDDEN')
        expect(text).not.toContain('ministries')
      }
    }
  })

  test('is told to nobody without a token, with a foreign one, or by another way', async () => {
    const operator = await world.token('operator')
    const tries: readonly (readonly [string, Record<string, string>, string])[] = [
      ['no token', {}, ''],
      ['a token of nobody', { authorization: 'Bearer a.b.c' }, ''],
      ['an altered token', { authorization: `Bearer ${operator.slice(0, -2)}xx` }, ''],
      ['a token in the address', {}, `?access_token=${operator}`],
      ['a token in a cookie', { cookie: `authorization=${operator}` }, ''],
      ['a role in a header', { 'x-roles': 'operator', 'x-forwarded-user': 'root' }, ''],
    ]
    for (const path of paths)
      for (const [name, headers, search] of tries) {
        const { status, close } = await get(`${path}${search}`, headers)
        close()
        await attempts.attack(`${name} ${path}`, () => status !== 401)
      }
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const headers = { authorization: `Bearer ${operator}` }
      const { status } = await get('/console/state', headers, method)
      await attempts.attack(`${method} /console/state`, () => status < 400)
    }
  })

  test('holds nothing of callers: no name, no number, no document, no token', async () => {
    const marked = await world.token('officer', { sub: 'caller-of-note', pin: secret })
    await fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${marked}` },
      body: JSON.stringify({ query: 'query SecretName { provinces { code } }' }),
    })
    const operator = await world.token('operator')
    const { text } = await get('/console/state', { authorization: `Bearer ${operator}` })
    for (const word of ['caller-of-note', secret, 'SecretName', 'Bearer', operator.slice(-20)])
      await attempts.attack(`finds ${word}`, () => text.includes(word))
  })

  test('is streamed to so many readers and no more; those who leave make room', async () => {
    const headers = { authorization: `Bearer ${await world.token('operator')}` }
    const readers = await Promise.all(
      Array.from({ length: maxStreams }, () => get('/console/state/stream', headers)),
    )
    expect(readers.map(({ status }) => status)).toEqual(readers.map(() => 200))
    const more = await get('/console/state/stream', headers)
    await attempts.attack('one stream more', () => more.status === 200)
    expect(more.status).toBe(429)
    expect(codeOf(more.text)).toBe('RATE_LIMITED')
    // The plain answer is there all the same.
    expect((await get('/console/state', headers)).status).toBe(200)
    for (const { close } of readers) close()
    await expect
      .poll(async () => {
        const one = await get('/console/state/stream', headers)
        one.close()
        return one.status
      })
      .toBe(200)
  })

  test('a reader that never reads does not hold up the end of the gateway', async () => {
    // Connections of requests in flight are cut after their deadline; a stream must not wait for that.
    const other = await openWorld({ deadlineMs: 120_000 })
    const { hostname, port } = new URL(other.gateway.url)
    const socket = connect(Number(port), hostname)
    socket.pause()
    const token = await other.token('operator')
    socket.write(
      `GET /console/state/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`,
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    const began = performance.now()
    await other[Symbol.asyncDispose]()
    expect(performance.now() - began).toBeLessThan(60_000)
    socket.destroy()
  })

  test('let no attack succeed', () => expect(attempts.succeeded).toEqual([]))
})
