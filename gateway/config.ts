import type { Logger } from 'pino'
import type { SigningKey } from '../auth/signing-key.ts'
import type { DevIssuer } from './http/dev-issuer.ts'
import type { Limits } from './limits/limits.ts'

/** How callers prove who they are, and with which key the gateway speaks for them to ministries. */
export interface GuardedAccess {
  /** The `iss` of access tokens; its discovery document is read unless a development issuer is given. */
  readonly issuer: string
  /** The `aud` that an access token must name. */
  readonly audience: string
  /** Signs the short tokens that ministries accept. */
  readonly gatewayKey: SigningKey
  /** An issuer inside this process, for development alone; needs a loopback host. */
  readonly devIssuer?: DevIssuer
}

/** Everything that a gateway needs to know. Frozen data: nothing in gateway/ reads the environment. */
export interface GatewayConfig {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** A Federation 2 supergraph; read again when its content changes. */
  readonly supergraphFile: string
  /** Addresses that replace those written in the supergraph, by the ministry's name. */
  readonly ministryUrls: Readonly<Record<string, string>>
  /** `open` = no authorisation at all; refused unless the host is a loopback. */
  readonly access: GuardedAccess | 'open'
  readonly limits: Limits
  /** Milliseconds from a request's arrival to its answer. */
  readonly deadlineMs: number
  /** Connections kept to each ministry, at most. */
  readonly ministryConnections: number
  /** Bytes of one ministry's answer, at most. */
  readonly maxAnswerBytes: number
  readonly log: Logger
}
