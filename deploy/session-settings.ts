import { path, text, url, whole } from './setting.ts'

/** The settings of signing in by the browser and of the page that is served for it, a part of the setting table. */
export const sessionSettings = Object.freeze({
  oidcClientId: text(
    {
      name: 'OIDC_CLIENT_ID',
      unit: 'text',
      default: undefined,
      what: 'What the console is called at the issuer. Not set: nobody signs in by the browser, unless at the development issuer.',
    },
    'text without spaces, 1 to 256 characters',
    (value) => /^\S{1,256}$/.test(value),
  ),
  oidcClientSecret: Object.freeze({
    ...text(
      {
        name: 'OIDC_CLIENT_SECRET',
        unit: 'text',
        default: undefined,
        what: "The console's secret at the issuer. Not set: a public client, which PKCE protects.",
      },
      'text without spaces, 1 to 1024 characters',
      (value) => /^\S{1,1024}$/.test(value),
    ),
    secret: true as const,
  }),
  oidcScope: text(
    {
      name: 'OIDC_SCOPE',
      unit: 'text',
      default: 'openid',
      what: 'Scopes that the console asks for; openid among them. offline_access, where the issuer wants it for refresh tokens.',
    },
    'names of scopes with spaces between, openid among them',
    (value) =>
      value.length <= 1000 && /^[!#-[\]-~]+( [!#-[\]-~]+)*$/.test(value) && hasOpenid(value),
  ),
  publicUrl: url(
    {
      name: 'LIEN_THONG_PUBLIC_URL',
      default: undefined,
      what: 'Origin under which browsers reach the gateway; /console/callback under it is known to the issuer. Not set: http://localhost:PORT.',
    },
    ['http:', 'https:'],
  ),
  sessionKeyFile: path({
    name: 'LIEN_THONG_SESSION_KEY_FILE',
    default: undefined,
    what: 'Keys (JWK set) that seal session cookies: the first seals, all open. Not set: keys/session.jwks.json in the data folder.',
  }),
  sessionIdleMinutes: whole(1, 1440, {
    name: 'LIEN_THONG_SESSION_IDLE_MINUTES',
    unit: 'minutes',
    default: '60',
    what: 'A session that is not used so long is over.',
  }),
  sessionHours: whole(1, 168, {
    name: 'LIEN_THONG_SESSION_HOURS',
    unit: 'hours',
    default: '12',
    what: 'A session is over after this time, used or not.',
  }),
  console: text(
    {
      name: 'LIEN_THONG_CONSOLE',
      unit: 'switch',
      default: 'on',
      what: 'Whether the gateway serves its page, and builds it where it is missing or stale.',
    },
    'on or off',
    (value) => value === 'on' || value === 'off',
  ),
})

function hasOpenid(scopes: string): boolean {
  return scopes.split(' ').includes('openid')
}
