import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { openSigningKey } from '../auth/signing-key.ts'
import type { GatewayConfig } from '../gateway/config.ts'
import { developmentIssuer, developmentIssuerUrl } from './development-issuer.ts'
import type { Settings } from './settings.ts'

/** The supergraph of this house, composed and committed. */
export const committedSupergraph = fileURLToPath(
  new URL('../schema/supergraph.graphql', import.meta.url),
)

export interface GatewayChoice {
  readonly supergraphFile: string
  /** No authorisation; for remote subgraphs on a developer's machine. */
  readonly open: boolean
  /** Addresses of ministries that replace the supergraph's own. */
  readonly ministryUrls: Readonly<Record<string, string>>
  readonly log: Logger
}

/** A gateway's configuration from the settings; without OIDC_ISSUER it carries the development issuer. */
export async function gatewayConfig(
  settings: Settings,
  { supergraphFile, open, ministryUrls, log }: GatewayChoice,
): Promise<GatewayConfig> {
  return Object.freeze({
    host: settings.host,
    port: settings.port,
    supergraphFile,
    ministryUrls,
    access: open ? 'open' : await guardedAccess(settings),
    limits: {
      maxBodyBytes: settings.maxBodyBytes,
      maxTokens: settings.maxTokens,
      maxDepth: settings.maxDepth,
      maxAliases: settings.maxAliases,
      maxRootFields: settings.maxRootFields,
    },
    deadlineMs: settings.deadlineMs,
    ministryConnections: settings.ministryConnections,
    maxAnswerBytes: settings.maxAnswerBytes,
    log,
  })
}

async function guardedAccess(settings: Settings): Promise<GatewayConfig['access']> {
  const gatewayKey = await openSigningKey(settings.gatewayKeyFile)
  const { oidcAudience: audience, oidcIssuer: issuer } = settings
  if (issuer !== undefined) return { issuer, audience, gatewayKey }
  return {
    issuer: developmentIssuerUrl(settings),
    audience,
    gatewayKey,
    devIssuer: await developmentIssuer(settings),
  }
}
