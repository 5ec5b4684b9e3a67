import {
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  createLocalJWKSet,
  createRemoteJWKSet,
} from 'jose'
import { CodedError } from '../schema/errors.ts'
import { keyFile } from './key-file.ts'
import { keyUrl } from './key-url.ts'

const codesOfTheCaller = new Set([
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  'ERR_JOSE_NOT_SUPPORTED',
])

/** Where verification keys come from: a set held in memory, an address that serves one, or a file. */
export type KeySource =
  { readonly jwks: JSONWebKeySet } | { readonly jwksUrl: string } | { readonly jwksFile: string }

/**
 * Opens a set of public keys. A remote set is kept ten minutes and read again when a token names a key
 * that it lacks, at most every five seconds (cooldown), so that a rotation is followed at once and
 * forged key ids cannot make us flood the issuer. Out of reach = KEYS_UNAVAILABLE.
 */
export function keySet(source: KeySource): JWTVerifyGetKey {
  const keys = opened(source)
  return async (header, token) => {
    try {
      return await keys(header, token)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (typeof code === 'string' && codesOfTheCaller.has(code)) throw error
      throw new CodedError('KEYS_UNAVAILABLE')
    }
  }
}

function opened(source: KeySource): JWTVerifyGetKey {
  if ('jwks' in source) return createLocalJWKSet(source.jwks)
  if ('jwksFile' in source) return keyFile(source.jwksFile)
  return createRemoteJWKSet(keyUrl('key set', source.jwksUrl), {
    timeoutDuration: 3000,
    cooldownDuration: 5000,
    cacheMaxAge: 600_000,
  })
}
