import { request } from 'undici'
import type { SupergraphFeed } from './feed.ts'

/** The header that carries a supergraph's signature. */
export const signatureHeader = 'x-supergraph-signature'
/** The header that says of when a supergraph is the last one. */
export const currentHeader = 'x-supergraph-current'

/** Milliseconds until an answer begins, and between its parts. */
const timeoutMs = 5000
/** Milliseconds for one answer to its end: a registry that drips does not hold the gateway's start. */
const wholeMs = 30_000
/** Bytes of a supergraph, at most. */
const maxBytes = 67_108_864

/** Reads supergraphs over HTTP: `GET URL/supergraph?variant=`, with If-None-Match (RFC 9110, 13.1.2). */
export function urlFeed({
  url,
  token,
  answerMs = wholeMs,
}: {
  url: string
  token: string | undefined
  answerMs?: number
}): SupergraphFeed {
  return {
    name: url,
    async read(variant, known) {
      const address = new URL(`${url.replace(/\/$/, '')}/supergraph`)
      address.searchParams.set('variant', variant)
      const { statusCode, headers, body } = await request(address, {
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(known === undefined ? {} : { 'if-none-match': `"${known}"` }),
        },
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        signal: AbortSignal.timeout(answerMs),
      })
      const chunks: Buffer[] = []
      let bytes = 0
      for await (const chunk of body as AsyncIterable<Buffer>) {
        bytes += chunk.length
        if (bytes > maxBytes) throw new Error(`expected at most ${maxBytes} bytes`)
        chunks.push(chunk)
      }
      const said = headers[currentHeader]
      const current = typeof said === 'string' ? said : undefined
      if (statusCode === 304) return { unchanged: true, current }
      if (statusCode !== 200) throw new Error(`expected status 200, got ${statusCode}`)
      const jws = headers[signatureHeader]
      if (typeof jws !== 'string') throw new Error(`expected the header ${signatureHeader}`)
      return { text: Buffer.concat(chunks).toString('utf8'), jws, current }
    },
  }
}
