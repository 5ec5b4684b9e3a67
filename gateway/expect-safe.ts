import type { GatewayConfig } from './config.ts'

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1'])

/** Throws an Error where what is for development alone would listen beyond the loopback. */
export function expectSafe({ host, access }: GatewayConfig): void {
  if (loopback.has(host)) return
  const risky = access === 'open' ? 'an open gateway' : access.devIssuer && 'the development issuer'
  if (risky)
    throw new Error(`${risky} listens on the loopback alone; expected 127.0.0.1, got ${host}`)
}
