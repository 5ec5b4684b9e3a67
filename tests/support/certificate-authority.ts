import {
  type KeyObject,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto'

/** A certificate and its private key, in PEM. */
export interface Certified {
  readonly cert: string
  readonly key: string
}

export interface CertifiedFor {
  /** DNS names that it is good for. */
  readonly names: readonly string[]
  readonly use: 'server' | 'client' | 'both'
  /** Until when it is good; a day from now unless the test says otherwise. */
  readonly until?: Date
}

export interface CertificateAuthority {
  readonly ca: string
  readonly certify: (wanted: CertifiedFor) => Certified
}

const dayMs = 86_400_000

/** A certificate authority of a test's own: X.509 version 3 (RFC 5280), ECDSA on P-256 with SHA-256. */
export function certificateAuthority(name: string): CertificateAuthority {
  const pair = newPair()
  const issuer = { name, key: pair.privateKey, publicKey: pair.publicKey }
  const own = {
    subject: name,
    publicKey: pair.publicKey,
    extensions: [basic(true), usage([0x06, 1])],
  }
  return {
    ca: pem('CERTIFICATE', certificate(own, issuer, new Date(Date.now() + dayMs))),
    certify: ({ names, use, until = new Date(Date.now() + dayMs) }) => {
      const { privateKey, publicKey } = newPair()
      const extensions = [basic(false), usage([0x80, 7]), purposes(use), alternatives(names)]
      const of = { subject: names[0] ?? 'nobody', publicKey, extensions }
      return {
        cert: pem('CERTIFICATE', certificate(of, issuer, until)),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      }
    },
  }
}

interface Subject {
  readonly subject: string
  readonly publicKey: KeyObject
  readonly extensions: readonly Buffer[]
}

interface Issuer {
  readonly name: string
  readonly key: KeyObject
  readonly publicKey: KeyObject
}

function certificate(
  { subject, publicKey, extensions }: Subject,
  issuer: Issuer,
  until: Date,
): Buffer {
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    named(issuer.name),
    sequence(time(new Date(Date.now() - 2 * dayMs)), time(until)),
    named(subject),
    spki(publicKey),
    der(0xa3, sequence(...extensions, keyId(publicKey), issuerKeyId(issuer.publicKey))),
  )
  return sequence(body, ecdsaWithSha256, bits(0, sign('sha256', body, issuer.key)))
}

function newPair() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

/** DER (X.690): tag, length, content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const size = body.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts)
const integer = (bytes: Buffer): Buffer => der(0x02, bytes)
const octets = (...parts: readonly Buffer[]): Buffer => der(0x04, ...parts)
const bits = (unused: number, bytes: Buffer): Buffer => der(0x03, Buffer.from([unused]), bytes)
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'))

/** A distinguished name of a common name alone. */
function named(text: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(text)))))
}

/** UTCTime, good until 2049. */
function time(at: Date): Buffer {
  const digits = at.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)
  return der(0x17, Buffer.from(`${digits}Z`))
}

function spki(key: KeyObject): Buffer {
  return createPublicKey(key.export({ type: 'spki', format: 'pem' })).export({
    type: 'spki',
    format: 'der',
  })
}

function extension(id: string, content: Buffer, critical = false): Buffer {
  const isCritical = critical ? [der(0x01, Buffer.from([0xff]))] : []
  return sequence(oid(id), ...isCritical, octets(content))
}

function basic(isAuthority: boolean): Buffer {
  const content = isAuthority ? sequence(der(0x01, Buffer.from([0xff]))) : sequence()
  return extension('551d13', content, true)
}

/** Key usage: the bits, and how many of the last ones do not count. */
function usage([byte = 0, unused = 0]: readonly number[]): Buffer {
  return extension('551d0f', bits(unused, Buffer.from([byte])), true)
}

function purposes(use: CertifiedFor['use']): Buffer {
  const server = use === 'client' ? [] : [oid('2b06010505070301')]
  const client = use === 'server' ? [] : [oid('2b06010505070302')]
  return extension('551d25', sequence(...server, ...client))
}

function alternatives(names: readonly string[]): Buffer {
  return extension('551d11', sequence(...names.map((name) => der(0x82, Buffer.from(name)))))
}

function idOf(key: KeyObject): Buffer {
  return createHash('sha1').update(spki(key)).digest()
}

function keyId(key: KeyObject): Buffer {
  return extension('551d0e', octets(idOf(key)))
}

function issuerKeyId(key: KeyObject): Buffer {
  return extension('551d23', sequence(der(0x80, idOf(key))))
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
