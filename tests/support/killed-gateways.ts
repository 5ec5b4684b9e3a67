import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { SignJWT } from 'jose'
import { Pool } from 'undici'
import { type SigningKey, openSigningKey } from '../../auth/signing-key.ts'
import { portToKeep } from './port-to-keep.ts'
import { startMinistry } from '../federation/gateway-ministry.ts'
import { land, population, reference } from '../federation/gateway-plans.ts'
import { compose } from '../federation/gateway-world.ts'
import { launch } from './command-line.ts'
import { temporaryDirectory } from './temporary-directory.ts'

export interface KilledOptions {
  readonly rounds: number
  /** The journal, as its writer. */
  readonly journalUrl: string
  readonly gatewayName: string
  /** Requests under way at any time. */
  readonly atOnce: number
  /** Answers that each gateway gives before it is killed, at least. */
  readonly answersEach: number
}

export interface Killed extends AsyncDisposable {
  /** `extensions.requestId` of every answer that came whole, with or without data. */
  readonly answers: readonly string[]
  /** Requests that the killed gateways left without an answer. */
  readonly lost: number
  readonly key: SigningKey
}

const query = '{ provinces { code name } people { pin fullName } }'

/** Starts a gateway as a process, asks it without a pause, kills it with SIGKILL, and does so again. */
export async function killedGateways(options: KilledOptions): Promise<Killed> {
  const directory = await temporaryDirectory()
  const ministries = await Promise.all([reference, population, land].map(startMinistry))
  const supergraph = join(directory.path, 'supergraph.graphql')
  await writeFile(supergraph, compose(ministries))
  const port = await portToKeep()
  const token = await tokenOf(join(directory.path, 'keys', 'issuer.jwk.json'), port)
  const answers: string[] = []
  let lost = 0
  for (let round = 0; round < options.rounds; round++) {
    await using gateway = launch(['gateway', '--supergraph', supergraph], {
      directory: directory.path,
      environment: {
        PORT: String(port),
        GATEWAY_DATABASE_URL: options.journalUrl,
        LIEN_THONG_GATEWAY_NAME: options.gatewayName,
        LIEN_THONG_AUDIT_CHECKPOINT_RECORDS: '200',
        LIEN_THONG_LOG_LEVEL: 'error',
      },
    })
    const [url] = await gateway.said(/http:\/\/[^/\s]+/)
    const pool = new Pool(url, { connections: options.atOnce })
    const asker = async (): Promise<void> => {
      for (;;) {
        try {
          answers.push(await ask(pool, token))
        } catch {
          lost++
          return
        }
      }
    }
    const askers = Array.from({ length: options.atOnce }, asker)
    const enough = answers.length + options.answersEach
    while (answers.length < enough) await after(5)
    // At any moment of a request's way.
    await after(50 * Math.random())
    gateway.child.kill('SIGKILL')
    await Promise.all(askers)
    await pool.destroy()
  }
  return {
    answers,
    lost,
    key: await openSigningKey(join(directory.path, 'keys', 'audit.jwk.json')),
    async [Symbol.asyncDispose]() {
      for (const ministry of ministries) await ministry.stop()
      await directory[Symbol.asyncDispose]()
    },
  }
}

/** The id of an answer that came whole. */
async function ask(pool: Pool, token: string): Promise<string> {
  const { body } = await pool.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  })
  const answer = (await body.json()) as { extensions: { requestId: string } }
  return answer.extensions.requestId
}

async function tokenOf(keyFile: string, port: number): Promise<string> {
  const key = await openSigningKey(keyFile)
  return await new SignJWT({ roles: ['officer'], provinces: ['01', '79'] })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid })
    .setIssuer(`http://localhost:${port}/dev/oidc`)
    .setAudience('lien-thong')
    .setSubject('killer')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key.privateKey)
}
