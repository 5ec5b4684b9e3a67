import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'
import { recordUsed } from './run-record.ts'

/** A real OpenID provider at which one person signs in to one confidential client without being asked. */
export interface SignInProvider extends AsyncDisposable {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Paths that were asked, in order. */
  readonly asked: readonly string[]
  /** Seconds that the next access tokens are good for. */
  accessTokenSeconds: number
  /** Answers 503 to everything while true. */
  isAway: boolean
}

const audience = 'lien-thong'
const person = 'nguoi-dung-9'

/**
 * Opens the provider for a client whose browser comes back to an origin's `/console/callback`. Its refresh tokens are
 * rotated: a second use of one ends the sign-in.
 */
export async function signInProvider(
  clientOrigin: string,
  claims: Readonly<Record<string, unknown>>,
): Promise<SignInProvider> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = { id: 'console-of-a-test', secret: 'a-secret-of-this-test' }
  recordUsed([client.secret])
  const asked: string[] = []
  const state = { accessTokenSeconds: 600, isAway: false }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [`${clientOrigin}/console/callback`],
        post_logout_redirect_uris: [`${clientOrigin}/`],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' }] },
    cookies: { keys: ['a-key-of-this-test'] },
    claims: { openid: ['sub', 'name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    findAccount: async (_context, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, name: 'Lê Văn Thử' }),
    }),
    loadExistingGrant: async ({ oidc }) => {
      const { client: known, session } = oidc
      const grant = new oidc.provider.Grant({
        ...(known === undefined ? {} : { clientId: known.clientId }),
        ...(session?.accountId === undefined ? {} : { accountId: session.accountId }),
      })
      grant.addOIDCScope('openid')
      grant.addResourceScope('urn:lien-thong', 'openid')
      await grant.save()
      return grant
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:lien-thong',
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: state.accessTokenSeconds,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    extraTokenClaims: () => ({ ...claims }),
  })
  const handle = provider.callback()
  server.on('request', (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    asked.push(path)
    if (state.isAway) response.writeHead(503).end()
    else if (path.startsWith('/interaction/'))
      void provider.interactionFinished(request, response, { login: { accountId: person } })
    else void handle(request, response)
  })
  return Object.assign(state, {
    issuer,
    clientId: client.id,
    clientSecret: client.secret,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  })
}
