import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isKnown } from './is-known.ts'

/** A text, and its strong tag. */
export interface Tagged {
  readonly text: string
  readonly etag: string
}

export function tagged(text: string): Tagged {
  return { text, etag: `"${createHash('sha256').update(text).digest('hex')}"` }
}

/** Sends a text that its reader may keep and ask for again; 304 where the reader has it. */
export async function sendTagged(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { text, etag, type }: Tagged & { readonly type: string },
): Promise<FastifyReply> {
  void reply.header('etag', etag).header('cache-control', 'private, no-cache')
  if (isKnown(headers['if-none-match'], etag)) return await reply.code(304).send()
  return await reply.type(type).send(text)
}
