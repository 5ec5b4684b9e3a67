import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { askedGateway } from './asked-gateway.ts'

const question = { query: '{ a }', variables: {} }

async function served(
  answer: RequestListener,
): Promise<AsyncDisposable & { readonly base: string }> {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    base: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const asking = (base: string, limitMs?: number) =>
  askedGateway({
    base,
    purpose: 'p',
    token: async () => 't',
    ...(limitMs === undefined ? {} : { limitMs }),
  })

const failureOf = async (asked: Promise<string>): Promise<Error> => {
  const failure = await asked.catch((error: unknown) => error)
  if (failure instanceof Error) return failure
  throw new Error('expected a failure')
}

test('what it is answered is handed on', async () => {
  await using gateway = await served((_, response) => void response.end('{"data":1}'))
  expect(await asking(`${gateway.base}/`)(question)).toBe('{"data":1}')
})

test('a question ends with its signal, for the reason that the signal has', async () => {
  const stop = new AbortController()
  await using gateway = await served(() => stop.abort(new Error('stopped')))
  const failure = await failureOf(asking(gateway.base)(question, stop.signal))
  expect(failure.message).toBe('stopped')
})

test('a gateway that says nothing is not waited for, be it in the midst of its answer', async () => {
  await using silent = await served(() => undefined)
  const { message, cause } = await failureOf(asking(silent.base, 50)(question))
  expect(message).toBe(`no answer of ${silent.base}/graphql within 0.05 s`)
  expect(cause).toMatchObject({ name: 'TimeoutError' })
  await using slow = await served((_, response) => void response.write('{'))
  const { signal } = new AbortController()
  const failure = await failureOf(asking(slow.base, 300)(question, signal))
  expect(failure.message).toContain('within 0.3 s')
})

test('why there is no answer stays with the failure', async () => {
  await using broken = await served((_, response) => {
    response.writeHead(200, { 'content-length': 9 })
    response.write('{', () => response.destroy())
  })
  const failure = await failureOf(asking(broken.base)(question))
  expect(failure.message).toContain('broke off')
  expect(failure.cause).toMatchObject({ message: 'terminated' })
  const gone = await served(() => undefined)
  await gone[Symbol.asyncDispose]()
  const none = await failureOf(asking(gone.base)(question))
  expect(none.message).toContain('nothing answers at')
  expect(none.cause).toMatchObject({ cause: { code: 'ECONNREFUSED' } })
})
