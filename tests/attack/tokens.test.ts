import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SignJWT, UnsecuredJWT, base64url, exportJWK, exportSPKI, importJWK } from 'jose'
import type { JWTPayload } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grantsOf } from '../../auth/grants-of.ts'
import { mintMinistryToken } from '../../auth/ministry-token.ts'
import { mintPersonaToken } from '../../auth/mint-persona-token.ts'
import { type SigningKey, openSigningKey } from '../../auth/signing-key.ts'
import { type VerifyCaller, openTokenVerifier } from '../../auth/verify-caller.ts'
import { type VerifyMinistryToken, openMinistryVerifier } from '../../auth/verify-ministry.ts'

const at = new Date('2026-11-22T08:00:00Z')
const now = Math.floor(at.getTime() / 1000)
const issuer = 'http://localhost:4000/dev/oidc'
const audience = 'lien-thong'
const codes = {
  citizenPin: '901090000001',
  officerProvince: '01',
  doctorFacility: '01001',
  schoolInstitution: 'TH00004001',
}
const caller = {
  id: 'officer-1',
  roles: ['officer'],
  provinces: ['01'],
  communes: [],
  facilities: [],
  institutions: [],
} as const

let folder: string
let issuerKey: SigningKey
let gatewayKey: SigningKey
let thiefKey: SigningKey
let verifyCaller: VerifyCaller
let verifyMinistry: VerifyMinistryToken
let accessToken: string
let ministryToken: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tokens-'))
  issuerKey = await openSigningKey(join(folder, 'issuer.jwk.json'))
  gatewayKey = await openSigningKey(join(folder, 'gateway.jwk.json'))
  thiefKey = await openSigningKey(join(folder, 'thief.jwk.json'))
  verifyCaller = await openTokenVerifier({ issuer, audience, jwks: issuerKey.jwks })
  verifyMinistry = openMinistryVerifier({ jwks: gatewayKey.jwks, ministry: 'land' })
  const order = { persona: 'officer', codes, issuer, audience } as const
  accessToken = await mintPersonaToken(issuerKey, order, at)
  ministryToken = await mintFor('land')
})
afterAll(() => rm(folder, { recursive: true }))

function mintFor(ministry: string, key = gatewayKey): Promise<string> {
  const errand = {
    caller,
    ministry,
    grants: grantsOf(caller),
    permissions: ['population:person:read'] as const,
  }
  return mintMinistryToken(key, errand, at)
}

const accessClaims = {
  iss: issuer,
  aud: audience,
  sub: 'officer-1',
  iat: now,
  exp: now + 3600,
  roles: ['officer'],
  provinces: ['01'],
}
const ministryClaims = {
  iss: 'lien-thong-gateway',
  aud: 'ministry:land',
  sub: 'officer-1',
  iat: now,
  exp: now + 60,
  jti: 'j',
  roles: ['officer'],
  grants: { 'land:parcel:read': 0 },
  scopes: [{ whole: true }],
}

/** Signs claims as one of the issuers would; undefined values take a claim or header away. */
async function signed(
  kind: 'access' | 'ministry',
  changed: Readonly<Record<string, unknown>>,
  header: Record<string, unknown> = {},
  key = kind === 'access' ? issuerKey : gatewayKey,
): Promise<string> {
  const base = kind === 'access' ? accessClaims : ministryClaims
  const claims = JSON.parse(JSON.stringify({ ...base, ...changed })) as JWTPayload
  const typ = kind === 'access' ? 'at+jwt' : 'ministry+jwt'
  const shown = { alg: 'EdDSA', typ, kid: key.kid, ...header }
  return await new SignJWT(claims)
    .setProtectedHeader(JSON.parse(JSON.stringify(shown)) as typeof shown)
    .sign(key.privateKey)
}

function parts(token: string): [string, string, string] {
  const [head = '', body = '', signature = ''] = token.split('.')
  return [head, body, signature]
}

function encoded(value: unknown): string {
  return base64url.encode(JSON.stringify(value))
}

function merged(part: string, change: object): string {
  return encoded({
    ...(JSON.parse(Buffer.from(part, 'base64url').toString()) as object),
    ...change,
  })
}

/** The header and claims of a genuine token changed, and its signature kept. */
function altered(token: string, header: object, claims: object): string {
  const [head, body, signature] = parts(token)
  return [merged(head, header), merged(body, claims), signature].join('.')
}

async function hmacWithPublicKey(kind: 'access' | 'ministry', form: 'raw' | 'pem' | 'jwk') {
  const key = kind === 'access' ? issuerKey : gatewayKey
  const jwk = key.jwks.keys[0] ?? {}
  const publicKey = await importJWK({ ...jwk, ext: true }, 'EdDSA')
  if (publicKey instanceof Uint8Array) throw new Error('expected an asymmetric key')
  const secret = {
    raw: () => Buffer.from(jwk.x ?? '', 'base64url'),
    pem: async () => Buffer.from(await exportSPKI(publicKey)),
    jwk: () => Buffer.from(JSON.stringify(jwk)),
  }
  const claims = kind === 'access' ? accessClaims : ministryClaims
  return await new SignJWT(claims)
    .setProtectedHeader({
      alg: 'HS256',
      typ: kind === 'access' ? 'JWT' : 'ministry+jwt',
      kid: key.kid,
    })
    .sign(await secret[form]())
}

async function signedWithOwnKey(kind: 'access' | 'ministry', header: Record<string, unknown>) {
  return await signed(kind, {}, header, thiefKey)
}

async function otherAlgorithm(alg: 'ES256' | 'RS256' | 'ES384') {
  const pair =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: alg === 'ES256' ? 'P-256' : 'P-384' })
  const jwk = await exportJWK(pair.publicKey)
  return await new SignJWT(accessClaims)
    .setProtectedHeader({ alg, typ: 'at+jwt', jwk })
    .sign(pair.privateKey)
}

type Forgery = readonly [name: string, make: () => Promise<string> | string]

/** Forgeries of either kind of token. */
function common(kind: 'access' | 'ministry'): readonly Forgery[] {
  const genuine = () => (kind === 'access' ? accessToken : ministryToken)
  const jku = 'https://thief.example/jwks.json'
  return [
    ['nothing', () => ''],
    ['garbage', () => 'a.b.c'],
    ['random bytes', () => randomBytes(300).toString('base64url')],
    ['without a signature', () => parts(genuine()).slice(0, 2).join('.') + '.'],
    ['two parts', () => parts(genuine()).slice(0, 2).join('.')],
    ['four parts', () => `${genuine()}.x`],
    ['encrypted form', () => `${genuine()}.x.y`],
    ['alg none', () => new UnsecuredJWT(accessClaims).encode()],
    ['alg none with the signature', () => altered(genuine(), { alg: 'none' }, {})],
    ['alg NONE in capitals', () => altered(genuine(), { alg: 'NoNe' }, {})],
    ['no alg', () => altered(genuine(), { alg: null }, {})],
    ['HMAC with the public key', () => hmacWithPublicKey(kind, 'raw')],
    ['HMAC with the public key as PEM', () => hmacWithPublicKey(kind, 'pem')],
    ['HMAC with the public key as JWK', () => hmacWithPublicKey(kind, 'jwk')],
    ['roles changed', () => altered(genuine(), {}, { roles: ['operator'] })],
    ['expiry changed', () => altered(genuine(), {}, { exp: now + 999_999 })],
    ['a bit of the signature changed', () => flipped(genuine())],
    ['a foreign key', () => signedWithOwnKey(kind, {})],
    [
      'a foreign key under a genuine id',
      () => signedWithOwnKey(kind, { kid: parts(genuine())[0] }),
    ],
    ['a foreign key under the true kid', () => signedWithOwnKey(kind, { kid: kidOf(kind) })],
    ['its own key in the header', () => signedWithOwnKey(kind, { jwk: thiefKey.jwks.keys[0] })],
    ['its own key at an address', () => signedWithOwnKey(kind, { jku, kid: 'x' })],
    ['a key id that is a path', () => signedWithOwnKey(kind, { kid: '../../dev/null' })],
    ['an unknown critical header', () => altered(genuine(), { crit: ['b64'], b64: false }, {})],
    ['expired', () => signed(kind, { iat: now - 7200, exp: now - 6 })],
    ['not yet valid', () => signed(kind, { nbf: now + 6 })],
    ['issued in the future', () => signed(kind, { iat: now + 6, exp: now + 60 })],
    ['without an expiry', () => signed(kind, { exp: undefined })],
    ['an expiry that is a text', () => signed(kind, { exp: '9999999999' })],
    ['without a subject', () => signed(kind, { sub: undefined })],
    ['a foreign issuer', () => signed(kind, { iss: 'https://thief.example' })],
    ['an issuer that only begins alike', () => signed(kind, { iss: `${issuer}/` })],
    ['without an issuer', () => signed(kind, { iss: undefined })],
    ['a foreign audience', () => signed(kind, { aud: 'another-service' })],
    ['without an audience', () => signed(kind, { aud: undefined })],
    ['without a type', () => signed(kind, {}, { typ: undefined })],
    ['another type', () => signed(kind, {}, { typ: 'logout+jwt' })],
    ['a pin that is none', () => signed(kind, { pin: '1 OR 1=1' })],
    ['longer than any token', () => signed(kind, { filler: 'x'.repeat(20_000) })],
  ]
}

const onCaller: readonly Forgery[] = [
  ...common('access'),
  ['a token for a ministry', () => ministryToken],
  ['a day and more of age', () => signed('access', { iat: now - 90_000 })],
  ['another curve', () => otherAlgorithm('ES256')],
  ['another family of keys', () => otherAlgorithm('RS256')],
  ['an algorithm that is not allowed', () => otherAlgorithm('ES384')],
  ['roles that are numbers', () => signed('access', { roles: [1] })],
  ['a province with a comma', () => signed('access', { provinces: ['01,79'] })],
  ['a province that is an object', () => signed('access', { provinces: [{ toString: '01' }] })],
  ['communes as one text', () => signed('access', { communes: '00004' })],
  ['a subject with a line break', () => signed('access', { sub: 'a\nb' })],
]

const onMinistry: readonly Forgery[] = [
  ...common('ministry'),
  ['an access token', () => accessToken],
  ["another ministry's token", () => mintFor('health')],
  ['an unknown permission', () => signed('ministry', { grants: { 'land:all:read': 0 } })],
  ['a grant without its rows', () => signed('ministry', { grants: { 'land:parcel:read': 7 } })],
  ['a code with a comma', () => signed('ministry', { scopes: [{ provinces: ['01,79'] }] })],
  ['rows of an unknown kind', () => signed('ministry', { scopes: [{ everything: true }] })],
  ['an unknown role', () => signed('ministry', { roles: ['minister'] })],
  ['without grants', () => signed('ministry', { grants: undefined })],
  ['many audiences, none of them right', () => signed('ministry', { aud: ['ministry:health'] })],
]

function kidOf(kind: 'access' | 'ministry'): string {
  return kind === 'access' ? issuerKey.kid : gatewayKey.kid
}

function flipped(token: string): string {
  const [head, body, signature] = parts(token)
  const bytes = Buffer.from(signature, 'base64url')
  bytes[10] = (bytes[10] ?? 0) ^ 1
  return [head, body, bytes.toString('base64url')].join('.')
}

test('the genuine tokens pass, each at its own door', async () => {
  await expect(verifyCaller(accessToken, at)).resolves.toMatchObject({ provinces: ['01'] })
  await expect(verifyMinistry(ministryToken, at)).resolves.toMatchObject({
    caller: { id: 'officer-1' },
  })
  await expect(verifyCaller(await signed('access', {}), at)).resolves.toBeDefined()
  await expect(verifyMinistry(await signed('ministry', {}), at)).resolves.toBeDefined()
})

test('no forgery passes, and what is said of it tells nothing', async () => {
  const doors = [
    ['gateway', verifyCaller, onCaller],
    ['ministry', verifyMinistry, onMinistry],
  ] as const
  const passed: string[] = []
  let tried = 0
  for (const [door, verify, forgeries] of doors) {
    for (const [name, make] of forgeries) {
      const token = await make()
      tried += 1
      try {
        await verify(token, at)
        passed.push(`${door}: ${name}`)
      } catch (error) {
        expect(error, `${door}: ${name}`).toMatchObject({ code: 'UNAUTHENTICATED' })
        const text = JSON.stringify(error)
        for (const secret of [...parts(token).filter((part) => part.length > 8), '901090000001'])
          expect(text, `${door}: ${name}`).not.toContain(secret)
      }
    }
  }
  process.stdout.write(`attacks tried ${tried}, succeeded ${passed.length}\n`)
  expect(passed).toEqual([])
})
