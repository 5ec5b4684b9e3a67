import { SignJWT } from 'jose'
import type { PersonaClaims } from '../../auth/persona.ts'
import { openSigningKey } from '../../auth/signing-key.ts'
import { developmentIssuerUrl } from '../../deploy/development-issuer.ts'
import type { Settings } from '../../deploy/settings.ts'

/** Bound to a purpose, where one is named. */
export type AccessToken = (claims: PersonaClaims & { readonly purpose?: string }) => Promise<string>

/** Seconds that the tokens of a bench are good for: longer than any bench. */
const tokenSeconds = 3600

/** Signs access tokens as the development issuer of a gateway with these settings. */
export async function accessTokens(settings: Settings): Promise<AccessToken> {
  const key = await openSigningKey(settings.issuerKeyFile)
  return ({ sub, ...claims }) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid })
      .setSubject(sub)
      .setIssuer(developmentIssuerUrl(settings))
      .setAudience(settings.oidcAudience)
      .setIssuedAt()
      .setExpirationTime(`${tokenSeconds} s`)
      .sign(key.privateKey)
}
