import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPersonKeys } from '../../auth/person-keys.ts'
import { openSigningKey } from '../../auth/signing-key.ts'
import { openChain } from '../../gateway/audit/chain.ts'
import type { AuditEvent } from '../../gateway/audit/event.ts'
import { noHash } from '../../gateway/audit/record-hash.ts'
import { timeOrderedId } from '../../gateway/audit/time-ordered-id.ts'
import { verifyExport } from '../../gateway/audit/verify.ts'
import type { Bench } from './bench.ts'
import { spread } from './spread.ts'

/** Requests of the sample; twice as many records. */
const requests = 200_000

export const auditVerify: Bench = {
  name: 'audit-verify',
  line: `verify an export of ${2 * requests} audit records, read from a file`,
  usual: { people: 20, rounds: 5 },
  run: async ({ people, rounds }) => {
    const folder = await mkdtemp(join(tmpdir(), 'audit-verify-'))
    try {
      const file = join(folder, 'journal.ndjson')
      const key = await openSigningKey(join(folder, 'audit.jwk.json'))
      const persons = await openPersonKeys(join(folder, 'persons.jwks.json'))
      const seen = Array.from({ length: people }, (_, index) => persons.person(`9${index}`))
      const bytes = await written(file, await sample(key, seen))
      const rates: number[] = []
      for (let round = -1; round < rounds; round++) {
        const began = performance.now()
        const chunks = createReadStream(file, { highWaterMark: 1_048_576 })
        const { records, problemCount } = await verifyExport({ chunks, keys: key.jwks })
        if (problemCount > 0) throw new Error('expected a journal that verifies')
        if (round >= 0) rates.push(records / ((performance.now() - began) / 1000))
      }
      const { median, low, high } = spread(rates)
      console.log(
        `${people} persons an answer, ${(bytes / 1e6).toFixed(0)} MB: ` +
          `${Math.round(median)} records/s (${Math.round(low)}–${Math.round(high)})`,
      )
      return [{ name: 'audit-verify', value: median, unit: 'records/s', aim: '≥ 100000' }]
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

async function written(file: string, lines: AsyncIterable<string>): Promise<number> {
  const out = await open(file, 'w')
  try {
    let bytes = 0
    for await (const text of lines) bytes += (await out.write(text)).bytesWritten
    return bytes
  } finally {
    await out.close()
  }
}

/** An export as a gateway's records make it, in pieces. */
async function sample(key: Awaited<ReturnType<typeof openSigningKey>>, persons: readonly string[]) {
  const id = randomUUID()
  const chain = openChain({
    chain: id,
    gateway: 'bench',
    previous: null,
    after: 0,
    key,
    checkpointRecords: 1000,
    now: Date.now,
  })
  const text = (lines: readonly string[]): string =>
    lines.map((line) => `{"hash":"${line.slice(0, 64)}","body":${line.slice(65)}}\n`).join('')
  async function* pieces() {
    yield '{"journal":{"from":null,"to":null}}\n'
    yield `${JSON.stringify({ chain: id, after: -1, hash: noHash })}\n`
    yield text((await chain.start()).lines)
    for (let done = 0; done < requests; done += 1000)
      yield text(
        (await chain.seal(Array.from({ length: 1000 }, () => pairOf(persons)).flat())).lines,
      )
  }
  return pieces()
}

function pairOf(persons: readonly string[]): readonly AuditEvent[] {
  const id = timeOrderedId(Date.now())
  const caller = 'f:7c1b0d0e-8a5a-4a83-9e4b-6f1f0c2a9d11:officer'
  return [
    {
      kind: 'request',
      id,
      requestId: randomUUID(),
      caller,
      roles: ['officer'],
      agency: 'population',
      client: 'portal',
      purpose: 'residence-check',
      document: 'd'.repeat(64),
      variables: persons[0] ?? '',
      verdict: 'allowed',
      coordinates: [
        'Person.birthDate',
        'Person.communeCode',
        'Person.fullName',
        'Person.pin',
        'PersonConnection.nodes',
        'Query.people',
      ],
      classes: ['BASIC IDENTITY'],
    },
    {
      kind: 'outcome',
      id,
      askedAt: new Date().toISOString(),
      caller,
      status: 200,
      codes: [],
      ministries: { population: { requests: 1, rows: 20 } },
      rows: 20,
      durationMs: 12,
      persons: { population: [{ classes: ['BASIC IDENTITY'], persons }] },
    },
  ]
}
