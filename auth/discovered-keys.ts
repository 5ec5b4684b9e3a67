import type { JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { CodedError } from '../schema/errors.ts'
import { keySet } from './key-set.ts'
import { keyUrl } from './key-url.ts'

const statement = z.object({ issuer: z.string(), jwks_uri: z.string() })
/** Milliseconds that a provider has to answer. */
const timeoutMs = 3000
/** Milliseconds after a failed attempt during which no other is made. */
const pauseMs = 1000

/**
 * Opens the keys that an issuer states at `<issuer>/.well-known/openid-configuration`. A statement that
 * names another issuer stops the start (OpenID Connect Discovery 1.0, 4.3). A provider out of reach does
 * not: it is asked again when a token comes, and meanwhile tokens fail with KEYS_UNAVAILABLE.
 */
export async function discoveredKeys(issuer: string): Promise<JWTVerifyGetKey> {
  keyUrl('issuer', issuer)
  let keys: JWTVerifyGetKey | undefined
  let pending: Promise<JWTVerifyGetKey> | undefined
  let pausedUntil = 0

  const discover = async (): Promise<JWTVerifyGetKey> => {
    if (performance.now() < pausedUntil) throw new CodedError('KEYS_UNAVAILABLE')
    pending ??= stated(issuer).finally(() => {
      pending = undefined
      pausedUntil = performance.now() + pauseMs
    })
    keys = await pending
    return keys
  }
  try {
    await discover()
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
  }
  return async (header, token) => {
    const current = keys ?? (await discover().catch(unavailable))
    return await current(header, token)
  }
}

async function stated(issuer: string): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const answer = await answerOf(url)
  const read = statement.safeParse(answer)
  if (!read.success) throw new Error(`${url}: expected issuer and jwks_uri, got neither or one`)
  if (read.data.issuer !== issuer)
    throw new Error(`${url}: expected issuer ${issuer}, got ${read.data.issuer}`)
  return keySet({ jwksUrl: keyUrl('jwks_uri', read.data.jwks_uri).href })
}

async function answerOf(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    if (response.status === 200) return await response.json()
    await response.body?.cancel()
  } catch {
    // Out of reach and unreadable are told apart by nobody who holds a token.
  }
  throw new CodedError('KEYS_UNAVAILABLE')
}

function unavailable(): never {
  throw new CodedError('KEYS_UNAVAILABLE')
}
