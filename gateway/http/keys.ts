import type { FastifyInstance } from 'fastify'
import type { GatewayConfig } from '../config.ts'
import { serveDevIssuer } from './dev-issuer.ts'

/** What ministries verify the gateway's tokens with; and the development issuer, where there is one. */
export function serveKeys(app: FastifyInstance, access: GatewayConfig['access']): void {
  if (access === 'open') return
  app.get('/.well-known/jwks.json', () => access.gatewayKey.jwks)
  if (access.devIssuer) serveDevIssuer(app, access.issuer, access.devIssuer)
}
