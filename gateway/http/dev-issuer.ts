import type { FastifyInstance } from 'fastify'
import type { JSONWebKeySet } from 'jose'

/** An issuer of tokens for invented personas. Never in production: it asks for no proof of anything. */
export interface DevIssuer {
  readonly jwks: JSONWebKeySet
  /** An access token for a persona; undefined for a name that is none. */
  readonly mint: (persona: string) => Promise<PersonaToken | undefined>
}

export interface PersonaToken {
  readonly token: string
  readonly expiresInSeconds: number
}

/**
 * The development issuer as OpenID Connect Discovery 1.0 and RFC 6749 (4.4) describe one: the client
 * id is the persona's name. `issuer` is the address under which these routes are reached.
 */
export function serveDevIssuer(app: FastifyInstance, issuer: string, dev: DevIssuer): void {
  app.get('/dev/oidc/.well-known/openid-configuration', () => ({
    issuer,
    jwks_uri: `${issuer}/jwks`,
    token_endpoint: `${issuer}/token`,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['none'],
    response_types_supported: ['token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['EdDSA'],
  }))
  app.get('/dev/oidc/jwks', () => dev.jwks)
  app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      async (_request: unknown, body: string | Buffer) =>
        Object.fromEntries(new URLSearchParams(String(body))),
    )
    scope.post('/dev/oidc/token', async (request, reply) => {
      const { grant_type: grant, client_id: persona } = (request.body ?? {}) as Record<
        string,
        unknown
      >
      if (grant !== 'client_credentials')
        return await reply.code(400).send({ error: 'unsupported_grant_type' })
      const minted = typeof persona === 'string' ? await dev.mint(persona) : undefined
      if (!minted) return await reply.code(401).send({ error: 'invalid_client' })
      return await reply.header('cache-control', 'no-store').send({
        access_token: minted.token,
        token_type: 'Bearer',
        expires_in: minted.expiresInSeconds,
      })
    })
  })
}
