import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { parse } from 'graphql'
import { exportMe, meDocument } from '../export/me.ts'
import { sectionFields } from '../export/me-labels.ts'
import { mePage } from '../export/me-page.ts'
import { isRecord } from '../is-record.ts'
import type { Lifecycle } from '../supergraph/lifecycle.ts'
import { refusal } from './refusal.ts'

/** The registered purpose: it puts the caller's offices to rest, so that a doctor gets the own data alone. */
const ownData = 'citizen-self'

const document = parse(meDocument)
const style = readFileSync(new URL('../export/me-page.css', import.meta.url), 'utf8')

/** Of the page: its own style sheet, and nothing else from anywhere. */
const pagePolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * `GET /me/export`: everything about the caller over all ministries, as JSON or, where the client prefers
 * `text/html`, as a page. Each part goes through `/graphql` with the caller's own token, so that every rule
 * and the audit journal stand before it. A token that `/graphql` refuses is answered as there. `GET
 * /me/export.css` is the page's style.
 */
export function serveMeExport(app: FastifyInstance, lifecycle: Lifecycle): void {
  app.get('/me/export.css', async (_request, reply): Promise<FastifyReply> =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(style),
  )
  app.get('/me/export', async (request, reply): Promise<FastifyReply> => {
    const { authorization, accept = '' } = request.headers
    if (authorization === undefined) throw refusal(401, 'Expected an access token.')
    const leaving = new AbortController()
    reply.raw.once('close', () => leaving.abort())
    let refused: { status: number; body: unknown } | undefined
    const ask = async (operationName: string, variables: Readonly<Record<string, unknown>>) => {
      const answer = await fetch(new URL('/graphql', app.listeningOrigin), {
        method: 'POST',
        signal: leaving.signal,
        headers: { authorization, 'content-type': 'application/json', 'x-purpose': ownData },
        body: JSON.stringify({ query: meDocument, operationName, variables }),
      })
      const body: unknown = await answer.json()
      if (!isRecord(body) || !('data' in body)) refused ??= { status: answer.status, body }
      return body
    }
    const found = await exportMe(ask, new Date())
    void reply.header('cache-control', 'no-store')
    if (refused !== undefined && found.missing.length === Object.keys(found.sections).length)
      return await reply.code(refused.status).send(refused.body)
    if (!/\btext\/html\b/.test(accept)) return await reply.send(found)
    const lease = lifecycle.lease()
    try {
      const { schema } = lease.generation
      return await reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', pagePolicy)
        .send(mePage(found, (section) => sectionFields(schema, document, section)))
    } finally {
      lease.release()
    }
  })
}
