import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { SignJWT } from 'jose'
import { openSigningKey } from '../../auth/signing-key.ts'
import { connected } from '../../deploy/connected.ts'
import { developmentIssuerUrl } from '../../deploy/development-issuer.ts'
import { openCluster } from '../../deploy/local/cluster.ts'
import { portToKeep } from '../support/port-to-keep.ts'
import { ministryFiles } from '../../deploy/ministries.ts'
import { readSettings } from '../../deploy/settings.ts'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import { ensureRegistry } from '../../gateway/registry/ensure-registry.ts'
import type { Bench } from './bench.ts'
import { startChild } from './child.ts'
import { processorTime } from './processor-time.ts'
import { openRawLoad, rawPost } from './raw-load.ts'
import { spread } from './spread.ts'

const query = '{ provinces(first: 3) { nodes { code name } } }'
const answer = JSON.stringify({
  data: {
    provinces: { nodes: ['01', '04', '08'].map((code) => ({ code, name: `Tỉnh ${code}` })) },
  },
})
const rate = 1000
/** Milliseconds from publish to live after which it is given up. */
const longestMs = 60_000
const directory = join('.data', 'bench', 'registry')

export const registry: Bench = {
  name: 'registry',
  line: `${rate} requests a second through publishes of this house's land schema: failures, and from publish to live (--idle: one request a second)`,
  usual: { people: 1, rounds: 50 },
  parts: ['load', 'idle'],
  usualParts: ['load'],
  run: async ({ rounds, parts }) => {
    await using ministries = await standIn()
    const cluster = await openCluster({ directory, log: () => undefined })
    await using _cluster = { [Symbol.asyncDispose]: () => cluster.stop() }
    // A gateway believes no release that is older than its last copy; the registry begins anew here.
    await rm(join(directory, 'registry'), { recursive: true, force: true })
    const owner = cluster.url({ database: 'gateway', role: 'owner' })
    {
      await using client = await connected(owner)
      await client.query('DROP SCHEMA IF EXISTS registry CASCADE')
    }
    await ensureJournal(owner)
    await ensureRegistry(owner)
    const environment: Record<string, string> = {
      LIEN_THONG_DATA_DIR: directory,
      LIEN_THONG_CONSOLE: 'off',
      LIEN_THONG_LOG_LEVEL: 'error',
      PORT: String(await portToKeep()),
      GATEWAY_DATABASE_URL: cluster.url({ database: 'gateway', role: 'writer' }),
      LIEN_THONG_REGISTRY_DATABASE_URL: cluster.url({ database: 'gateway', role: 'registry' }),
    }
    for (const { name } of ministryFiles) environment[`${name.toUpperCase()}_URL`] = ministries.url
    await using gateway = await startChild({
      args: ['deploy/lien-thong.mjs', 'gateway'],
      environment,
      until: /(http:\S+)/,
    })
    const settings = readSettings(environment)
    const issuerKey = await openSigningKey(settings.issuerKeyFile)
    const token = (claims: Record<string, unknown>) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: issuerKey.kid })
        .setSubject('bench')
        .setIssuer(developmentIssuerUrl(settings))
        .setAudience(settings.oidcAudience)
        .setIssuedAt()
        .setExpirationTime('1 h')
        .sign(issuerKey.privateKey)
    const { origin } = new URL(gateway.answer)
    const analyst = { authorization: `Bearer ${await token({ roles: ['analyst'] })}` }
    const publisher = {
      authorization: `Bearer ${await token({ roles: ['publisher'], agency: 'land' })}`,
    }
    const request = rawPost('/graphql', JSON.stringify({ query }), analyst)
    const ask = (each: number) =>
      openRawLoad({
        port: Number(new URL(origin).port),
        request,
        isGood: (text) => text.includes('HTTP/1.1 200') && !text.includes('"errors"'),
        rate: each,
        connections: 128,
      })
    const generation = async (): Promise<string> => {
      const ready = await (await fetch(`${origin}/ready`)).json()
      return (ready as { generation: string }).generation
    }
    const sdl = await readFile(
      ministryFiles.find(({ name }) => name === 'land')?.file ?? '',
      'utf8',
    )
    const publish = async (turn: number): Promise<number> => {
      const before = await generation()
      const began = performance.now()
      const response = await fetch(`${origin}/registry/subgraphs/land`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', ...publisher },
        body: JSON.stringify({ sdl: changed(sdl, turn) }),
      })
      if (!response.ok) throw new Error(`expected a publish, got ${await response.text()}`)
      while ((await generation()) === before) {
        if (performance.now() - began > longestMs)
          throw new Error(
            'expected it live within a minute; the machine does not keep up with the load',
          )
        await after(5)
      }
      return (performance.now() - began) / 1000
    }

    const warming = ask(200)
    await after(3000)
    await warming.stop()
    const [begun, own] = [processorTime(gateway.pid), process.cpuUsage()]
    const load = ask(parts.includes('idle') ? 1 : rate)
    await after(2000)
    const times: number[] = []
    for (let turn = 0; turn < rounds; turn++) {
      times.push(await publish(turn))
      await after(200)
    }
    const { sent, failed, seconds, latencies, reasons } = await load.stop()
    const used = processorTime(gateway.pid) - begun
    const { user, system } = process.cpuUsage(own)
    for (const [reason, count] of reasons) console.log(`${count} answers: ${reason}`)
    const sorted = latencies.toSorted((a, b) => a - b)
    const percentile = (p: number): number => sorted[Math.floor((sorted.length - 1) * p)] ?? 0
    return [
      { name: 'registry-failed', value: failed, unit: `of ${sent} requests`, aim: '0' },
      {
        name: 'registry-rate',
        value: sent / seconds,
        unit: 'requests a second',
        aim: String(rate),
      },
      { name: 'registry-publishes', value: times.length, unit: 'publishes' },
      { name: 'registry-publish-live', value: spread(times).median, unit: 's', aim: '≤ 2' },
      { name: 'registry-publish-live-longest', value: Math.max(...times), unit: 's' },
      { name: 'registry-latency-median', value: percentile(0.5), unit: 'ms' },
      { name: 'registry-latency-99', value: percentile(0.99), unit: 'ms' },
      { name: 'registry-latency-longest', value: percentile(1), unit: 'ms' },
      {
        name: 'registry-gateway',
        value: used / seconds / 10,
        unit: '% of a processor, all threads',
      },
      {
        name: 'registry-load',
        value: (user + system) / 1000 / seconds / 10,
        unit: '% of a processor, for asking',
      },
    ]
  },
}

/** A field more each time, and that of the time before gone: every publish is another supergraph. */
function changed(sdl: string, turn: number): string {
  const field = `"Lần ${turn} · Turn ${turn}" turn${turn}: Int @column(name: "turn") @classified(level: BASIC, category: "PROPERTY")`
  return sdl.replace(
    /(type Parcel\b[^{]*(?:\{[^{}]*\}[^{}]*)*?\{\n)(?= *"Mã thửa)/,
    `$1  ${field}\n`,
  )
}

/** One server for every ministry, which answers the bench's question and nothing else. */
async function standIn(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer)
    })
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
