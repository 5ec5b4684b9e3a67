import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { urlFeed } from '../../gateway/supergraph/url-feed.ts'

test('a registry that drips an answer is given up in time; one that answers slowly is not', async () => {
  const drips: NodeJS.Timeout[] = []
  let parts = Infinity
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'x-supergraph-signature': 'jws' })
    let left = parts
    const drip = setInterval(() => {
      response.write('#')
      if (--left > 0) return
      clearInterval(drip)
      response.end()
    }, 20)
    drips.push(drip)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/registry`
  try {
    const began = performance.now()
    const endless = urlFeed({ url, token: undefined, answerMs: 300 }).read('whole', undefined)
    await expect(endless).rejects.toThrow(/timeout/i)
    expect(performance.now() - began).toBeGreaterThan(290)
    parts = 5
    const slow = urlFeed({ url, token: undefined, answerMs: 20_000 }).read('whole', undefined)
    expect(await slow).toEqual({ text: '#####', jws: 'jws', current: undefined })
  } finally {
    for (const drip of drips) clearInterval(drip)
    server.closeAllConnections()
    server.close()
  }
})
