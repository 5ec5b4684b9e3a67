import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AskOptions } from '../federation/gateway-world.ts'
import { land, population, reference } from '../federation/gateway-plans.ts'
import { type AuditedWorld, openAuditedWorld } from './audited-world.ts'

let world: AuditedWorld
beforeAll(async () => {
  world = await openAuditedWorld({}, [reference, population, land])
})
afterAll(() => world[Symbol.asyncDispose]())

/** Literals in quotes are lifted, block strings are not; both mean the same. */
const asBlocks = (text: string): string => text.replace(/"/g, '"""')

async function traceOf(text: string, options: AskOptions) {
  const { status, data, errors, extensions } = await world.ask(text, options)
  const records = await world.records()
  const request = records.find(({ requestId }) => requestId === extensions['requestId'])
  const outcome = records.find(({ kind, id }) => kind === 'outcome' && id === request?.['id'])
  expect(request?.['document']).toBe(createHash('sha256').update(text).digest('hex'))
  return {
    answer: { status, data, errors: errors.map((error) => ({ ...error, locations: undefined })) },
    request: [
      'caller',
      'operation',
      'variables',
      'verdict',
      'coordinates',
      'classes',
      'purpose',
    ].map((field) => request?.[field]),
    outcome: ['status', 'codes', 'ministries', 'rows'].map((field) => outcome?.[field]),
  }
}

/** May read everything below. */
const reader: AskOptions = { claims: { roles: ['officer', 'land-officer'] } }

const person = (pin: string) => `{ person(pin: "${pin}") { fullName parcels { area } } }`

test.each<[string, string, string, AskOptions]>([
  ['an answer', person('900000000002'), person('900000000001'), reader],
  ['a refusal', person('900000000002'), person('900000000001'), { role: 'citizen' }],
  ['another schema', person('900000000002'), person('900000000001'), { role: 'analyst' }],
  [
    'variables of its own',
    'query q($pin: ID!) { person(pin: $pin) { fullName } listed(names: ["a", "b"]) }',
    'query q($pin: ID!) { person(pin: $pin) { fullName } listed(names: ["c"]) }',
    { variables: { pin: '900000000001', other: 1 } },
  ],
  [
    'a missing variable',
    'query q($pin: ID!) { person(pin: $pin) { fullName } listed(names: ["a"]) }',
    'query q($pin: ID!) { person(pin: $pin) { fullName } listed(names: ["c"]) }',
    {},
  ],
  [
    "a ministry's error",
    '{ refusing(code: "BAD_USER_INPUT") }',
    '{ refusing(code: "FORBIDDEN") }',
    {},
  ],
  ['a schema', '{ __type(name: "Person") { name } }', '{ __type(name: "Parcel") { name } }', {}],
])('lifting literals changes neither %s nor its records', async (_, first, text, options) => {
  await world.ask(first, { ...reader, variables: { pin: '900000000001' } })
  const lifted = await traceOf(text, options)
  expect(lifted).toEqual(await traceOf(asBlocks(text), options))
  expect(lifted.request[0]).toBe(`test-${options.role ?? 'officer'}`)
})

test('what one caller asked first opens nothing for another', async () => {
  const first = await world.ask(person('900000000001'), reader)
  expect(first.data?.['person']).toMatchObject({ fullName: 'Nguyễn Văn An' })
  const { answer } = await traceOf(person('900000000002'), { role: 'analyst' })
  expect(answer.data).toBeUndefined()
  expect(answer.errors.length).toBeGreaterThan(0)
})
