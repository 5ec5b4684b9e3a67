import { type RequestListener, type Server, createServer } from 'node:http'
import { type Server as HttpsServer, createServer as createHttpsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { CertificateTexts, WatchedCertificate } from '../../auth/watched-certificate.ts'

/** How a ministry knows who connects. */
export interface MinistryTls {
  readonly certificate: WatchedCertificate
  /** DNS names of which a caller's certificate must hold one; undefined: any certificate of the authorities. */
  readonly clientNames: readonly string[] | undefined
}

export interface CertifiedServer {
  readonly server: Server
  /** Whether a connection was made under the certificate and the authorities of now. */
  readonly isOfNow: (socket: Socket) => boolean
}

/** Only TLS 1.3: both sides are ours, and its handshake hides the gateway's certificate. */
const minVersion = 'TLSv1.3'

/**
 * The listener of a ministry: HTTP, or with certificates HTTPS that shows its own and takes none but callers whose
 * certificate its authorities signed (mutual TLS, RFC 8446, 4.3.2). A changed certificate counts for new connections;
 * those that are open answer what they were asked.
 */
export function certifiedServer(
  listener: RequestListener,
  tls: MinistryTls | undefined,
): CertifiedServer {
  if (tls === undefined) return { server: createServer(listener), isOfNow: () => true }
  const { certificate, clientNames } = tls
  const server = createHttpsServer(
    { ...asked(certificate.current()), requestCert: true, rejectUnauthorized: true },
    listener,
  )
  const madeUnder = new WeakMap<Socket, CertificateTexts>()
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    if (!isNamed(socket, clientNames)) socket.destroy()
    madeUnder.set(socket, certificate.current())
  })
  certificate.onChange((texts) => takeUp(server, texts))
  return { server, isOfNow: (socket) => madeUnder.get(socket) === certificate.current() }
}

function takeUp(server: HttpsServer, texts: CertificateTexts): void {
  server.setSecureContext(asked(texts))
}

function asked({ cert, key, ca }: CertificateTexts) {
  return { cert, key, ca, minVersion } as const
}

function isNamed(socket: TLSSocket, names: readonly string[] | undefined): boolean {
  if (names === undefined) return true
  const shown = socket.getPeerX509Certificate()
  return names.some((name) => shown?.checkHost(name, { subject: 'never' }) !== undefined)
}
