import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { type DevIssuer, type DevSignIn, tokenAnswer } from './dev-issuer-parts.ts'
import { openDevCodes } from './dev-codes.ts'
import { devSignInPage } from './dev-sign-in-page.ts'
import { sendSmallPage } from './small-page.ts'

type Text = Readonly<Record<string, unknown>>

/** Exchanges a code at the token endpoint. */
export type ByCode = (form: Text, reply: FastifyReply) => Promise<FastifyReply>

/**
 * The sign-in page, on which a person chooses whom to be, and the codes that it gives. Only the one client, its exact
 * redirect address and PKCE with S256 are taken; anything else is told to the client where its address is right, and
 * to the person where it is not (RFC 6749, 4.1.2.1; RFC 9700, 2.1).
 */
export function serveDevSignIn(
  scope: FastifyInstance,
  issuer: string,
  dev: DevIssuer & { readonly signIn: DevSignIn },
): ByCode {
  const { signIn } = dev
  const codes = openDevCodes()

  const back = (answer: Readonly<Record<string, string>>, state: unknown): string => {
    const url = new URL(signIn.redirectUri)
    const all = { ...answer, ...(typeof state === 'string' ? { state } : {}), iss: issuer }
    for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value)
    return url.href
  }
  const answered = async (asked: Text, reply: FastifyReply, persona?: string) => {
    if (asked['client_id'] !== signIn.clientId || asked['redirect_uri'] !== signIn.redirectUri)
      return await sendSmallPage(reply, 400, foreignClient)
    const error = problemOf(asked)
    if (error !== undefined) return await reply.redirect(back({ error }, asked['state']), 303)
    if (persona === undefined) return await devSignInPage(reply, signIn.personas, asked)
    if (!signIn.personas.some(({ id }) => id === persona))
      return await reply.redirect(back({ error: 'access_denied' }, asked['state']), 303)
    const nonce = asked['nonce']
    const code = codes.give({
      persona,
      challenge: String(asked['code_challenge']),
      nonce: typeof nonce === 'string' ? nonce : undefined,
    })
    return await reply.redirect(back({ code }, asked['state']), 303)
  }

  scope.get('/dev/oidc/authorize', async (request, reply) => answered(request.query as Text, reply))
  scope.post('/dev/oidc/authorize', async (request, reply) => {
    const { persona, ...asked } = (request.body ?? {}) as Text
    return await answered(asked, reply, String(persona))
  })
  scope.get('/dev/oidc/end-session', async (request, reply) => {
    const { post_logout_redirect_uri: to, state } = request.query as Text
    if (to !== signIn.afterSignOut) return await sendSmallPage(reply, 200, signedOut)
    const url = new URL(to)
    if (typeof state === 'string') url.searchParams.set('state', state)
    return await reply.redirect(url.href, 303)
  })
  return async (form, reply) => {
    const { code, client_id: client, redirect_uri: uri, code_verifier: verifier } = form
    // Taken also when what comes with it is wrong.
    const grant = codes.take(code)
    if (client !== signIn.clientId) return await reply.code(401).send({ error: 'invalid_client' })
    const isRight = grant && uri === signIn.redirectUri && challengeOf(verifier) === grant.challenge
    const minted = isRight && (await dev.mint(grant.persona, signIn.clientId))
    if (!minted) return await reply.code(400).send({ error: 'invalid_grant' })
    const idToken = await signIn.idToken(grant.persona, grant.nonce)
    return await reply.send({ ...tokenAnswer(minted), id_token: idToken, scope: 'openid' })
  }
}

/** The error of RFC 6749, 4.1.2.1, that a request of the right client has; undefined: none. */
function problemOf(asked: Text): string | undefined {
  if (asked['response_type'] !== 'code') return 'unsupported_response_type'
  if (!String(asked['scope']).split(' ').includes('openid')) return 'invalid_scope'
  const isProven =
    asked['code_challenge_method'] === 'S256' && /^[\w-]{43}$/.test(String(asked['code_challenge']))
  return isProven && asked['prompt'] !== 'none' ? undefined : 'invalid_request'
}

/** RFC 7636, 4.6; undefined for what is no verifier. */
function challengeOf(verifier: unknown): string | undefined {
  if (typeof verifier !== 'string' || !/^[\w.~-]{43,128}$/.test(verifier)) return undefined
  return createHash('sha256').update(verifier).digest('base64url')
}

const foreignClient = Object.freeze({
  title: { vi: 'Không đăng nhập được', en: 'Nobody can sign in this way' },
  text: [
    {
      vi: 'Ứng dụng hoặc địa chỉ quay lại không phải của hệ thống này.',
      en: 'The application or its redirect address is not this gateway’s.',
    },
  ],
})

const signedOut = Object.freeze({
  title: { vi: 'Đã đăng xuất', en: 'Signed out' },
  text: [],
})
