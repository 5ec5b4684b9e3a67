import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { throughHttp } from '../../deploy/snapshots/snapshot-caller.ts'
import {
  parquetFile,
  snapshotStore,
  type SnapshotStore,
  toldAt,
} from '../support/snapshot-store.ts'

let store: SnapshotStore
beforeEach(async () => {
  store = await snapshotStore()
})
afterEach(async () => {
  await store[Symbol.asyncDispose]()
})

type Answer = (response: Parameters<RequestListener>[1]) => void

/** A gateway that answers the files of `a` in one way, and of others as it should. */
async function gateway(answer: Answer): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    const chunks: string[] = []
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => void chunks.push(chunk))
    request.on('end', () => {
      if (chunks.join('').includes('query a ')) answer(response)
      else response.end(parquetFile())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function madeOver(answer: Answer) {
  await using asked = await gateway(answer)
  const { datasets } = await store.create({ make: throughHttp(asked.url, 'token') })
  expect(await store.problems()).toEqual([])
  expect(datasets[1]).toMatchObject({ status: 'FRESH' })
  return datasets[0]
}

const half: Answer = (response) => {
  const file = parquetFile()
  response.writeHead(200, { 'content-length': file.length })
  response.write(file.subarray(0, 20), () => response.destroy())
}

describe('over HTTP', () => {
  test('a file that breaks off fails for itself alone', async () => {
    expect(await madeOver(half)).toMatchObject({
      status: 'FAILED',
      failure: {
        codes: ['NO_ANSWER'],
        message: expect.stringMatching(/^the answer of http:.*\/export broke off$/) as unknown,
      },
      content: null,
    })
  })

  test('so does a refusal that breaks off', async () => {
    const one = await madeOver((response) => {
      response.writeHead(503, { 'content-length': 100 })
      response.write('{', () => response.destroy())
    })
    expect(one).toMatchObject({ status: 'FAILED', failure: { codes: ['NO_ANSWER'] } })
  })

  test.each([
    ['nothing', {}],
    ['no JSON', { ...toldAt(new Date()), ministries: '{' }],
    ['other things', { ...toldAt(new Date()), ministries: '[1]' }],
    ['no moment', { ...toldAt(new Date()), at: 'yesterday' }],
  ])('so does a file that says %s of where it is from', async (_, told) => {
    expect(await madeOver((response) => void response.end(parquetFile(told)))).toMatchObject({
      status: 'FAILED',
      failure: { codes: ['NO_ANSWER'], message: 'The file does not say where it is from.' },
    })
  })

  test('an abort is no failure of a dataset', async () => {
    const stop = new AbortController()
    await using asked = await gateway((response) => {
      response.writeHead(200)
      response.write(parquetFile().subarray(0, 20), () => stop.abort(new Error('stopped')))
    })
    const lock = { signal: stop.signal, isHeld: async () => true }
    const made = store.create({ lock, make: throughHttp(asked.url, 'token') })
    await expect(made).rejects.toThrow('stopped')
    await expect(store.manifest()).rejects.toThrow('ENOENT')
  })
})
