import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { decodeJwt } from 'jose'
import type { Logger } from 'pino'
import { bearer } from '../../auth/bearer.ts'
import type { Caller } from '../../auth/caller.ts'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import { CodedError, type ErrorCode } from '../../schema/errors.ts'
import { isOwnRequest } from '../session/proof-of-origin.ts'
import { mayOf, sessionAnswer } from '../session/session-answer.ts'
import type { Sessions } from '../session/sessions.ts'
import { applicationOf } from '../trusted/application-of.ts'
import { knownHost } from './host-of.ts'
import { refusal } from './refusal.ts'
import { signInRoutes } from './sign-in-routes.ts'
import type { Bilingual } from '../session/session-answer.ts'
import { failureOf } from './failure.ts'
import { sendSmallPage, serveSmallPageStyle } from './small-page.ts'
import { loggedCaller } from '../logged-caller.ts'

export interface SessionRoutes {
  readonly sessions: Sessions
  readonly verifyCaller: VerifyCaller
  /** Takes one step of signing in from what an address may take; fails with RATE_LIMITED. */
  readonly takeSignIn: (address: string) => Promise<void>
  /** Whether the development issuer signs in. */
  readonly development: boolean
  /** Whether an application may ask registered documents alone. */
  readonly isBound: (application: string | undefined) => boolean
  readonly log: Logger
}

/** Signing in and out by the browser, and who is signed in; docs/console.md says what each route answers. */
export function serveSession(app: FastifyInstance, routes: SessionRoutes): void {
  const { sessions, takeSignIn, log } = routes
  serveSmallPageStyle(app)
  app.get(signInRoutes.session, async (request, reply) => {
    void reply.header('cache-control', 'no-store')
    return await reply.send(await answerOf(request, routes))
  })
  app.get(signInRoutes.signIn, async (request, reply) => {
    const { to } = request.query as { to?: unknown }
    // Begun under another name of this host, the cookie would lie where the way back does not lead.
    if (knownHost(request.headers.host, sessions.publicUrl) === 'alias')
      return await reply.redirect(atPublicUrl(to, sessions.publicUrl))
    try {
      await takeSignIn(request.ip)
      const onward = await sessions.signIn(to)
      return await kept(reply, onward.cookies).redirect(onward.to)
    } catch (error) {
      return await failed(error, { request, reply, log })
    }
  })
  app.get(signInRoutes.callback, async (request, reply) => {
    knownHost(request.headers.host, sessions.publicUrl)
    const at = request.url.indexOf('?')
    const search = at < 0 ? '' : request.url.slice(at)
    try {
      await takeSignIn(request.ip)
      const onward = await sessions.finish(search, request.headers.cookie)
      // A redirect would still count as coming from the provider's site, and a strict cookie stay at home.
      return await sendSmallPage(kept(reply, onward.cookies), 200, {
        title: { vi: 'Đã đăng nhập', en: 'Signed in' },
        text: [],
        onward: { to: onward.to, seconds: 0 },
        link: { to: onward.to, words: { vi: 'Tiếp tục', en: 'Go on' } },
      })
    } catch (error) {
      return await failed(error, { request, reply, log })
    }
  })
  app.post(signInRoutes.signOut, async (request, reply) => {
    if (!isOwnRequest(request, sessions.publicUrl))
      throw refusal(403, 'Expected the header x-console: 1, from this origin.')
    const { url, cookies } = await sessions.signOut(request.headers.cookie)
    return await kept(reply, cookies).send(url === undefined ? {} : { url })
  })
  app.post(signInRoutes.token, async (request, reply) => {
    const { caller, token, expiresAt } = await identified(request, routes)
    if (!mayOf(caller).tokens)
      throw new CodedError('FORBIDDEN', 'Access tokens are for those who write programs.')
    log.info({ requestId: request.id, caller: loggedCaller(caller.id) }, 'access token shown')
    void reply.header('cache-control', 'no-store')
    return await reply.send({ accessToken: token, expiresAt: expiresAt.toISOString() })
  })
}

async function answerOf(request: FastifyRequest, routes: SessionRoutes) {
  const { sessions, development, isBound } = routes
  const { authorization, cookie } = request.raw.headers
  if (authorization === undefined) return { signedIn: false }
  try {
    const { caller, token, expiresAt } = await identified(request, routes)
    const found = await sessions.find(cookie, false)
    const name = found?.session.accessToken === token ? found.session.name : caller.id
    const onlyRegistered = isBound(applicationOf(caller))
    return sessionAnswer(caller, { name, expiresAt, development, onlyRegistered })
  } catch (error) {
    if (error instanceof CodedError && error.code === 'UNAUTHENTICATED') return { signedIn: false }
    throw error
  }
}

interface Identified {
  readonly caller: Caller
  readonly token: string
  readonly expiresAt: Date
}

async function identified(
  { raw }: FastifyRequest,
  { verifyCaller }: Pick<SessionRoutes, 'verifyCaller'>,
): Promise<Identified> {
  const token = bearer(raw.headersDistinct['authorization'])
  const caller = await verifyCaller(token, new Date())
  return { caller, token, expiresAt: new Date((decodeJwt(token).exp ?? 0) * 1000) }
}

function kept(reply: FastifyReply, cookies: readonly string[]): FastifyReply {
  return reply.headers({ 'cache-control': 'no-store', 'set-cookie': [...cookies] })
}

function atPublicUrl(to: unknown, publicUrl: string): string {
  const url = new URL(signInRoutes.signIn, publicUrl)
  if (typeof to === 'string') url.searchParams.set('to', to)
  return url.href
}

/** A person reads this, and not JSON. */
async function failed(
  error: unknown,
  { request, reply, log }: { request: FastifyRequest; reply: FastifyReply; log: Logger },
): Promise<FastifyReply> {
  if (!(error instanceof CodedError)) throw error
  log.warn({ requestId: request.id, code: error.code, reason: error.message }, 'sign-in failed')
  const { status, headers } = failureOf(error, request)
  const { text, as = status } = failures[error.code] ?? unconfirmed
  return await sendSmallPage(reply.headers(headers), as, {
    title: { vi: 'Chưa đăng nhập được', en: 'You are not signed in' },
    text: [text],
    link: { to: signInRoutes.signIn, words: { vi: 'Đăng nhập lại', en: 'Sign in again' } },
    reference: `${error.code} · ${request.id}`,
  })
}

interface SignInFailure {
  readonly text: Bilingual
  /** The status where it is not that of the code. */
  readonly as?: number
}

const unconfirmed: SignInFailure = {
  as: 401,
  text: {
    vi: 'Lần đăng nhập này không được xác nhận hoặc đã quá hạn. Xin bắt đầu lại.',
    en: 'This sign-in was not confirmed, or took too long. Please begin again.',
  },
}

const failures: Partial<Record<ErrorCode, SignInFailure>> = {
  KEYS_UNAVAILABLE: {
    text: {
      vi: 'Hệ thống định danh không trả lời. Xin thử lại sau ít phút.',
      en: 'The identity provider does not answer. Please try again in a few minutes.',
    },
  },
  RATE_LIMITED: {
    text: {
      vi: 'Từ địa chỉ này có quá nhiều lần đăng nhập. Xin thử lại sau một phút.',
      en: 'Too many sign-ins came from this address. Please try again in a minute.',
    },
  },
}
