import type { FastifyInstance, FastifyReply } from 'fastify'
import { type DevIssuer, tokenAnswer } from './dev-issuer-parts.ts'
import { serveDevSignIn } from './dev-sign-in.ts'
import { refusal } from './refusal.ts'

/** Names under which the loopback is called; any other was made to lead here (DNS rebinding). */
const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/**
 * The development issuer as OpenID Connect Discovery 1.0 and RFC 6749 describe one: the authorization code flow with
 * PKCE for the console (4.1; RFC 7636), and client credentials (4.4), where the client id is the persona's name.
 * `issuer` is the address under which these routes are reached.
 */
export function serveDevIssuer(app: FastifyInstance, issuer: string, dev: DevIssuer): void {
  app.register(async (scope) => {
    scope.addHook('onRequest', async ({ headers }) => {
      if (!loopback.test(headers.host ?? 'localhost'))
        throw refusal(421, 'The development issuer answers on the loopback alone.')
    })
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      async (_request: unknown, body: string | Buffer) =>
        Object.fromEntries(new URLSearchParams(String(body))),
    )
    scope.get('/dev/oidc/.well-known/openid-configuration', () => statement(issuer, dev))
    scope.get('/dev/oidc/jwks', () => dev.jwks)
    const byCode = dev.signIn && serveDevSignIn(scope, issuer, { ...dev, signIn: dev.signIn })
    scope.post('/dev/oidc/token', async (request, reply): Promise<FastifyReply> => {
      const form = (request.body ?? {}) as Readonly<Record<string, unknown>>
      void reply.header('cache-control', 'no-store')
      if (form['grant_type'] === 'authorization_code' && byCode !== undefined)
        return await byCode(form, reply)
      if (form['grant_type'] !== 'client_credentials')
        return await reply.code(400).send({ error: 'unsupported_grant_type' })
      const persona = form['client_id']
      const minted = typeof persona === 'string' ? await dev.mint(persona) : undefined
      if (!minted) return await reply.code(401).send({ error: 'invalid_client' })
      return await reply.send(tokenAnswer(minted))
    })
  })
}

function statement(issuer: string, { signIn }: DevIssuer) {
  const common = {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    token_endpoint: `${issuer}/token`,
    token_endpoint_auth_methods_supported: ['none'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['EdDSA'],
  }
  if (signIn === undefined)
    return {
      ...common,
      grant_types_supported: ['client_credentials'],
      response_types_supported: ['token'],
    }
  return {
    ...common,
    authorization_endpoint: `${issuer}/authorize`,
    end_session_endpoint: `${issuer}/end-session`,
    grant_types_supported: ['authorization_code', 'client_credentials'],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    scopes_supported: ['openid'],
    claims_supported: ['iss', 'sub', 'aud', 'iat', 'exp', 'auth_time', 'nonce', 'name'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    ui_locales_supported: ['vi', 'en'],
  }
}
