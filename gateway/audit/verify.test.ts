import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SigningKey, openSigningKey } from '../../auth/signing-key.ts'
import { openChain } from './chain.ts'
import { signHead } from './checkpoint.ts'
import type { AuditEvent, ChainHead } from './event.ts'
import { noHash, recordHash } from './record-hash.ts'
import { verifyExport } from './verify.ts'

let folder: string
let key: SigningKey
let foreign: SigningKey
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'))
  key = await openSigningKey(join(folder, 'audit.jwk.json'))
  foreign = await openSigningKey(join(folder, 'foreign.jwk.json'))
})
afterAll(() => rm(folder, { recursive: true }))

const ids = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
] as const

interface SampleChain {
  readonly chain: string
  readonly lines: readonly string[]
  readonly head: ChainHead
}

/** A chain of pairs of records, signed every ten, its last ones not. */
async function chainOf(
  chain: string,
  pairs: number,
  { previous = null, signer = key }: { previous?: ChainHead | null; signer?: SigningKey } = {},
): Promise<SampleChain> {
  let clock = Date.parse('2026-11-22T00:00:00Z')
  const opened = openChain({
    chain,
    gateway: 'gateway',
    previous,
    after: 0,
    key: signer,
    checkpointRecords: 10,
    now: () => (clock += 7),
  })
  const sealed = [...(await opened.start()).lines]
  for (let pair = 0; pair < pairs; pair++) sealed.push(...(await opened.seal(pairOf(pair))).lines)
  const lastLine = sealed.at(-1) ?? ''
  const hash = lastLine.slice(0, 64)
  return { chain, lines: sealed.map(exported), head: { chain, seq: sealed.length - 1, hash } }
}

function pairOf(pair: number): readonly AuditEvent[] {
  const id = `00000000-0000-7000-8000-${String(pair).padStart(12, '0')}`
  const request: AuditEvent = {
    kind: 'request',
    id,
    requestId: id,
    caller: 'Nguyễn',
    roles: ['officer'],
    document: 'd'.repeat(64),
    verdict: 'allowed',
    coordinates: ['Query.people'],
    classes: [],
  }
  const outcome: AuditEvent = {
    kind: 'outcome',
    id,
    askedAt: '2026-11-22T00:00:00.000Z',
    caller: 'Nguyễn',
    status: 200,
    codes: [],
    ministries: {},
    rows: 0,
    durationMs: 1,
    persons: {},
  }
  return [request, outcome]
}

function exported(line: string): string {
  return `{"hash":"${line.slice(0, 64)}","body":${line.slice(65)}}`
}

const whole = '{"journal":{"from":null,"to":null}}'

function fileOf(...parts: readonly (SampleChain | string)[]): string[] {
  return [
    whole,
    ...parts.flatMap((part) =>
      typeof part === 'string'
        ? [part]
        : [JSON.stringify({ chain: part.chain, after: -1, hash: noHash }), ...part.lines],
    ),
  ]
}

async function verified(lines: readonly string[], kept: readonly string[] = []) {
  // In pieces of an odd size, so that lines are cut anywhere.
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += 997) yield bytes.subarray(at, at + 997)
  }
  return await verifyExport({ chunks: chunks(), keys: key.jwks, kept })
}

describe('a whole journal', () => {
  test('is found whole', async () => {
    const first = await chainOf(ids[0], 23)
    const second = await chainOf(ids[1], 5, { previous: first.head })
    const result = await verified(fileOf(second, first))
    expect(result.problems).toEqual([])
    expect(result).toMatchObject({ chains: 2, unanswered: 0, problemCount: 0 })
    expect(result.records).toBe(first.lines.length + second.lines.length)
    // The first chain's end was not signed by itself; its successor's start names it.
    expect(result.unsigned).toBe(0)
  })

  test('tells requests that were never answered', async () => {
    const { chain, lines } = await chainOf(ids[0], 3)
    expect(
      await verified([
        ...fileOf({ chain, lines: lines.slice(0, -1), head: { chain, seq: 0, hash: '' } }),
      ]),
    ).toMatchObject({
      problemCount: 0,
      unanswered: 1,
    })
  })
})

/** Lines of the file below: 1 range, 2 chain, 3 record 0 (start), 4 record 1 (checkpoint), 5 record 2 … */
const lineOf = (seq: number): number => seq + 3

type Tamper = (lines: string[]) => void
const cut =
  (seq: number, count = 1): Tamper =>
  (lines) =>
    void lines.splice(lineOf(seq) - 1, count)
const replaced =
  (seq: number, change: (line: string) => string): Tamper =>
  (lines) => {
    lines[lineOf(seq) - 1] = change(lines[lineOf(seq) - 1] ?? '')
  }

/** Everything from a record on is hashed again, as someone with the whole database could. */
function rehashed(from: number, change: (body: string) => string): Tamper {
  return (lines) => {
    for (let seq = from; seq < lines.length - 2; seq++) {
      const before = (lines[lineOf(seq) - 2] ?? '').slice(9, 73)
      const body = (lines[lineOf(seq) - 1] ?? '').slice(82, -1)
      const next = seq === from ? change(body) : body
      lines[lineOf(seq) - 1] = exported(`${recordHash(before, next)} ${next}`)
    }
  }
}

const tampering: readonly (readonly [string, Tamper, string, number])[] = [
  ['a text is changed', replaced(7, (line) => line.replace('Nguyễn', 'Nguyen')), 'altered', 7],
  [
    'a blank is put in',
    replaced(7, (line) => line.replace('"caller":', '"caller": ')),
    'altered',
    7,
  ],
  [
    'a hash is changed',
    replaced(7, (line) => line.replace(/"hash":"../, '"hash":"zz')),
    'altered',
    7,
  ],
  [
    'a sequence number is changed',
    replaced(7, (line) => line.replace('"seq":7', '"seq":6')),
    'duplicated',
    6,
  ],
  [
    'a record and its hash are changed',
    (lines) => {
      const before = (lines[lineOf(6) - 1] ?? '').slice(9, 73)
      const body = (lines[lineOf(7) - 1] ?? '').slice(82, -1).replace('Nguyễn', 'Trần')
      lines[lineOf(7) - 1] = exported(`${recordHash(before, body)} ${body}`)
    },
    'altered',
    8,
  ],
  [
    'everything is hashed again',
    rehashed(7, (body) => body.replace('Nguyễn', 'Trần')),
    'altered',
    2,
  ],
  [
    'the start is another',
    rehashed(0, (body) => body.replace('"gateway"', '"elsewhere"')),
    'altered',
    0,
  ],
  ['a record is gone', cut(7), 'missing', 7],
  ['several records are gone', cut(7, 4), 'missing', 7],
  ['a checkpoint is gone', cut(12), 'missing', 12],
  ['the first record is gone', cut(0), 'missing', 0],
  [
    'two records change places',
    (lines) => {
      const [one = '', two = ''] = lines.splice(lineOf(7) - 1, 2)
      lines.splice(lineOf(7) - 1, 0, two, one)
    },
    'reordered',
    7,
  ],
  [
    'a record is moved to the end',
    (lines) => void lines.push(...lines.splice(lineOf(7) - 1, 1)),
    'reordered',
    7,
  ],
  [
    'a record is there twice',
    (lines) => void lines.splice(lineOf(8) - 1, 0, lines[lineOf(7) - 1] ?? ''),
    'duplicated',
    7,
  ],
  [
    'an old record is there again',
    (lines) => void lines.push(lines[lineOf(7) - 1] ?? ''),
    'duplicated',
    7,
  ],
  ['a line is no JSON', replaced(7, () => 'x'), 'unreadable', 7],
  ['a line is cut', replaced(7, (line) => line.slice(0, -5)), 'unreadable', 7],
  ['a line is empty', (lines) => void lines.splice(lineOf(7) - 1, 0, ''), 'unreadable', 7],
  [
    'a signature is changed',
    rehashed(12, (body) => body.replace(/.{6}"\}$/, 'AAAAAA"}')),
    'checkpoint invalid',
    12,
  ],
  [
    'a checkpoint is that of the one before',
    (lines) => {
      const earlier = /"jws":"[^"]+"/.exec(lines[lineOf(1) - 1] ?? '')?.[0] ?? ''
      rehashed(12, (body) => body.replace(/"jws":"[^"]+"/, earlier))(lines)
    },
    'checkpoint invalid',
    12,
  ],
  [
    'a checkpoint is a record of another kind',
    rehashed(12, (body) => body.replace('"checkpoint"', '"note"')),
    'checkpoint missing',
    12,
  ],
  [
    'a checkpoint says nothing',
    rehashed(12, (body) => body.replace('"jws"', '"jwt"')),
    'altered',
    12,
  ],
]

describe('tampering is found, and its first place named', () => {
  test.each(tampering)('%s', async (_what, tamper, kind, seq) => {
    const { chain, lines, head } = await chainOf(ids[0], 15)
    const file = fileOf({ chain, lines, head })
    tamper(file)
    const { problems, problemCount } = await verified(file)
    expect(problemCount).toBeGreaterThan(0)
    expect(problems[0]).toMatchObject({ kind })
    if (kind !== 'unreadable') expect(problems[0]).toMatchObject({ chain, seq })
    else expect(problems[0]?.line).toBe(lineOf(seq))
  })

  test('a chain of someone else’s key', async () => {
    const { problems } = await verified(fileOf(await chainOf(ids[0], 15, { signer: foreign })))
    expect(problems[0]).toMatchObject({ kind: 'checkpoint invalid', seq: 1 })
    expect(problems[0]?.what).toContain('unknown key')
  })

  test('a chain whose end is cut off, when its successor names it', async () => {
    const first = await chainOf(ids[0], 15)
    const second = await chainOf(ids[1], 1, { previous: first.head })
    const short = { ...first, lines: first.lines.slice(0, -3) }
    const { problems } = await verified(fileOf(second, short))
    expect(problems).toMatchObject([
      { kind: 'missing', chain: ids[0], seq: first.lines.length - 3 },
    ])
  })

  test('a chain that is gone, when its successor names it', async () => {
    const first = await chainOf(ids[0], 15)
    const second = await chainOf(ids[1], 1, { previous: first.head })
    expect((await verified(fileOf(second))).problems).toMatchObject([
      { kind: 'missing', chain: ids[0], seq: 0 },
    ])
  })

  test('chains in another order, a chain twice, and a record of one chain in another', async () => {
    const first = await chainOf(ids[0], 15)
    const second = await chainOf(ids[1], 1, { previous: first.head })
    expect((await verified(fileOf(first, second))).problems).toMatchObject([{ kind: 'reordered' }])
    expect((await verified(fileOf(second, first, first))).problems[0]).toMatchObject({
      kind: 'duplicated',
    })
    const mixed = { ...first, lines: first.lines.toSpliced(5, 0, second.lines[1] ?? '') }
    expect((await verified(fileOf(second, mixed))).problems[0]).toMatchObject({
      kind: 'reordered',
      seq: 5,
    })
  })

  test('an end that is cut off after a checkpoint that was kept elsewhere', async () => {
    const { chain, lines, head } = await chainOf(ids[0], 15)
    const kept = lines.flatMap((line) => /"jws":"([^"]+)"/.exec(line)?.[1] ?? [])
    expect((await verified(fileOf({ chain, lines, head }), kept)).problems).toEqual([])
    const short = { chain, lines: lines.slice(0, 9), head }
    expect((await verified(fileOf(short))).problems).toEqual([])
    expect((await verified(fileOf(short), kept)).problems[0]).toMatchObject({
      kind: 'missing',
      seq: 9,
    })
    expect((await verified(fileOf(), kept)).problems[0]).toMatchObject({
      kind: 'missing',
      chain,
      seq: 0,
    })
  })
})

describe('what was dropped by policy', () => {
  async function without(count: number, signer = key) {
    const { chain, lines } = await chainOf(ids[0], 15)
    const after = count - 1
    const hash = (lines[after] ?? '').slice(9, 73)
    const retained = await signHead(signer, 'audit-retained', { chain, seq: after, hash })
    const head = JSON.stringify({ chain, after, hash })
    return { chain, retained: JSON.stringify({ retained }), head, rest: lines.slice(count) }
  }

  test('is vouched for by a signature, and the rest is verifiable', async () => {
    const { retained, head, rest } = await without(8)
    const result = await verified([whole, retained, head, ...rest])
    expect(result.problems).toEqual([])
    expect(result.checkpoints).toBeGreaterThan(0)
  })

  test('may not be more than was signed, nor signed by another', async () => {
    const { chain, retained, head, rest } = await without(8)
    expect((await verified([whole, head, ...rest])).problems[0]).toMatchObject({
      kind: 'missing',
      chain,
      seq: 0,
    })
    expect((await verified([whole, retained, head, ...rest.slice(1)])).problems[0]).toMatchObject({
      kind: 'missing',
      seq: 8,
    })
    const forged = await without(8, foreign)
    expect(
      (await verified([whole, forged.retained, forged.head, ...rest])).problems[0],
    ).toMatchObject({ kind: 'checkpoint invalid' })
  })

  test('a successor still links to a chain that was dropped whole', async () => {
    const first = await chainOf(ids[0], 15)
    const second = await chainOf(ids[1], 1, { previous: first.head })
    const retained = JSON.stringify({ retained: await signHead(key, 'audit-retained', first.head) })
    expect((await verified(fileOf(retained, second))).problems).toEqual([])
  })

  test('a checkpoint is no such statement', async () => {
    const first = await chainOf(ids[0], 15)
    const retained = JSON.stringify({
      retained: await signHead(key, 'audit-checkpoint', first.head),
    })
    expect((await verified(fileOf(retained))).problems[0]).toMatchObject({
      kind: 'checkpoint invalid',
    })
  })
})

test('a part of a journal is verified from where it begins', async () => {
  const { chain, lines } = await chainOf(ids[0], 30)
  const head = JSON.stringify({ chain, after: 4, hash: (lines[4] ?? '').slice(9, 73) })
  const part = '{"journal":{"from":"2026-11-22T00:00:00.000Z","to":null}}'
  expect((await verified([part, head, ...lines.slice(5)])).problems).toEqual([])
  const wrong = JSON.stringify({ chain, after: 4, hash: noHash })
  expect((await verified([part, wrong, ...lines.slice(5)])).problems[0]).toMatchObject({
    kind: 'altered',
    seq: 5,
  })
})
