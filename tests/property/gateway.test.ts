import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { errors } from '../../schema/errors.ts'
import type { Misbehaviour } from '../federation/gateway-ministry.ts'
import { type Answer, type World, answerOf, openWorld } from '../federation/gateway-world.ts'
import { documents, variables } from './gateway-arbitrary.ts'

const deadlineMs = 1000
/** Milliseconds that an answer may take beyond the deadline on a busy machine. */
const slackMs = 6000

let world: World
let tokens: Readonly<Record<Asker, string>>
beforeAll(async () => {
  world = await openWorld({ deadlineMs })
  tokens = {
    analyst: await world.token('analyst'),
    officer: await world.token('officer', { roles: ['officer', 'land-officer'] }),
    citizen: await world.token('citizen'),
    forged: `${(await world.token('officer')).slice(0, -8)}AAAAAAAA`,
  }
})
afterAll(() => world[Symbol.asyncDispose]())

type Asker = 'analyst' | 'officer' | 'citizen' | 'forged'
const askers = fc.constantFrom<Asker>(
  'analyst',
  'officer',
  'officer',
  'citizen',
  'citizen',
  'forged',
)

const canary = 'canary 900000000009 SELECT'
const say =
  (text: string): Misbehaviour =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(text)
    return true
  }

/** What the ministry of land does during one question; mostly it behaves. */
const misbehaviours = fc.oneof(
  { weight: 8, arbitrary: fc.constant(undefined) },
  {
    weight: 2,
    arbitrary: fc.oneof(
      fc.constant<Misbehaviour>((request) => {
        request.socket.destroy()
        return true
      }),
      fc.constant(say(`{"data": "${canary}"`)),
      fc.constant(say(JSON.stringify({ errors: [{ message: canary }] }))),
      fc.jsonValue().map((value) => say(JSON.stringify({ data: value }))),
      fc
        .array(fc.jsonValue(), { maxLength: 4 })
        .map((entities) =>
          say(JSON.stringify({ data: { _entities: entities, parcels: entities } })),
        ),
    ),
  },
)

const codes: ReadonlySet<unknown> = new Set(Object.keys(errors))

function expectSound(answer: Answer, asker: Asker, tookMs: number): void {
  expect(tookMs).toBeLessThan(deadlineMs + slackMs)
  expect(answer.status).toBeLessThan(500)
  expect(answer.extensions['requestId']).toBe(answer.requestId)
  for (const error of answer.errors) expect(codes).toContain(error.extensions['code'])
  if (answer.data === undefined) expect(answer.errors.length).toBeGreaterThan(0)
  for (const leak of [canary, 'SELECT', 'node_modules', '    at ', tokens.officer.slice(0, 60)])
    expect(answer.text).not.toContain(leak)
  if (asker === 'forged') expect(answer.status).toBeGreaterThanOrEqual(400)
  if (asker !== 'officer' && asker !== 'citizen')
    expect(answer.text).not.toMatch(/Nguyễn|Trần|w7er8/)
}

async function ask(asker: Asker, body: string): Promise<Answer> {
  return await answerOf(
    await fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[asker]}` },
      body,
    }),
  )
}

test('2,500 documents and variables: each gets an answer, in time, coded, and nothing leaks', async () => {
  const { land } = world.ministries
  const outcomes = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      documents,
      variables,
      askers,
      misbehaviours,
      async (query, given, asker, misbehaviour) => {
        if (land) land.misbehave = misbehaviour
        const began = performance.now()
        const answer = await ask(asker, JSON.stringify({ query, variables: given }))
        expectSound(answer, asker, performance.now() - began)
        const code = answer.errors[0]?.extensions['code']
        const outcome = typeof code === 'string' ? code : 'answered'
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      },
    ),
    { numRuns: 2500 },
  )
  // The documents are worth something only when many pass and many do not.
  for (const outcome of ['answered', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED'])
    expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(20)
}, 240_000)

test('500 bodies of any kind', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.jsonValue().map((value) => JSON.stringify(value)),
        fc.string({ unit: 'binary' }),
        fc
          .record(
            {
              query: fc.jsonValue(),
              variables: fc.jsonValue(),
              operationName: fc.jsonValue(),
              extensions: fc.jsonValue(),
            },
            { requiredKeys: [] },
          )
          .map((value) => JSON.stringify(value)),
      ),
      askers,
      async (body, asker) => {
        const began = performance.now()
        expectSound(await ask(asker, body), asker, performance.now() - began)
      },
    ),
    { numRuns: 500 },
  )
}, 240_000)

test('afterwards it is as well as before', async () => {
  const { land } = world.ministries
  if (land) land.misbehave = undefined
  const answer = await world.ask('{ provinces { code landTotals { count } } }', { role: 'analyst' })
  expect(answer.errors).toEqual([])
  expect(world.log.join('\n')).not.toContain('the gateway failed')
})
