import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { encodingFor } from './encoding-for.ts'
import { knownHost } from './host-of.ts'
import { refusal } from './refusal.ts'
import { sendSmallPage } from './small-page.ts'

/** One file of the page, as it was built. */
export interface PageFile {
  readonly type: string
  readonly plain: Buffer
  /** Compressed when it was built; absent where that made it no shorter. */
  readonly br?: Buffer
  readonly gzip?: Buffer
}

/** A page that was built. */
export interface BuiltPage {
  /** The document; holds `noncePlace` where each answer's own nonce stands. */
  readonly html: string
  /** By the path under which they are served: `/assets/…`, with a hash in each name. */
  readonly files: ReadonlyMap<string, PageFile>
}

/** The page as it is now: it may still be in the making, or have failed. */
export interface ConsolePage {
  readonly current: () => BuiltPage | 'building' | 'failed'
}

/** Stands in the document for the nonce. */
export const noncePlace = '__CSP_NONCE__'

/** The page's own routes, which it draws itself. */
export const pageRoutes = Object.freeze([
  '/',
  '/ask',
  '/indicators',
  '/indicators/:code',
  '/reports',
  '/reports/:id',
  '/build',
  '/schema',
  '/schema/:coordinate',
  '/my-data',
  '/ministry',
  '/ministry/:name',
  '/tasks',
  '/state',
  '/inspect',
  '/scenarios',
  '/scenarios/:code',
  '/quality',
  '/developers',
])

/** Seconds until a browser asks again for a page that is being built. */
const againSeconds = 2

/**
 * The page under its routes, and its files under `/assets`: names with a hash are kept for ever, the document never.
 * A browser that came under another name of the loopback is sent to the public one, where its cookies are.
 */
export function serveConsolePage(
  app: FastifyInstance,
  { current }: ConsolePage,
  publicUrl: string,
): void {
  const page = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (knownHost(request.headers.host, publicUrl) === 'alias')
      return await reply.redirect(`${publicUrl}${request.url}`, 307)
    const now = current()
    if (typeof now === 'string') return await sendSmallPage(reply, 503, withoutPage(now, request))
    const nonce = randomBytes(16).toString('base64')
    return await reply
      .type('text/html; charset=utf-8')
      .headers({
        'cache-control': 'no-store',
        'content-security-policy': policyWith(nonce),
        'x-frame-options': 'DENY',
      })
      .send(now.html.replaceAll(noncePlace, nonce))
  }
  for (const url of pageRoutes) app.route({ method: ['GET', 'HEAD'], url, handler: page })
  app.route({
    method: ['GET', 'HEAD'],
    url: '/assets/*',
    handler: async (request, reply): Promise<FastifyReply> => {
      const now = current()
      const file =
        typeof now === 'string' ? undefined : now.files.get(request.url.split('?', 1)[0] ?? '')
      if (file === undefined) throw refusal(404, 'No such file of the page.')
      const encoding = encodingFor(request.headers['accept-encoding'], file)
      if (encoding !== undefined) void reply.header('content-encoding', encoding)
      return await reply
        .type(file.type)
        .headers({
          'cache-control': 'public, max-age=31536000, immutable',
          vary: 'accept-encoding',
        })
        .send(encoding === undefined ? file.plain : file[encoding])
    },
  })
}

/** Nothing from anywhere but here, no inline script, no frame around it. */
function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function withoutPage(state: 'building' | 'failed', { url }: FastifyRequest) {
  if (state === 'building')
    return {
      title: { vi: 'Trang đang được dựng …', en: 'The page is being built …' },
      text: [
        {
          vi: 'Chỉ lần khởi động đầu cần vài giây. Trang sẽ tự mở.',
          en: 'Only a first start takes these seconds. The page will open by itself.',
        },
      ],
      onward: { to: url, seconds: againSeconds },
    }
  return {
    title: { vi: 'Không dựng được trang', en: 'The page could not be built' },
    text: [
      {
        vi: 'Giao diện lập trình vẫn hoạt động tại /graphql. Lý do ở nhật ký của máy chủ; dựng lại bằng lệnh: npx lien-thong console build',
        en: 'The API works at /graphql. The reason is in the server’s log; to build it again: npx lien-thong console build',
      },
    ],
  }
}
