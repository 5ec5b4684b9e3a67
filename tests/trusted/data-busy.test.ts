import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AuditedWorld, openAuditedWorld } from '../audit/audited-world.ts'
import { databaseUrl } from '../support/database.ts'
import { ledger } from '../support/ledger.ts'
import { dataCaller } from './data-caller.ts'

const application = `data-busy-${randomUUID()}`

describe('plain HTTP of a gateway that is asked a lot', () => {
  let busy: AuditedWorld
  const gate: { open: () => void; asked: () => void } = {
    open: () => undefined,
    asked: () => undefined,
  }
  const plan = ledger(2)
  const elsewhere = dataCaller(() => busy, application)
  beforeAll(async () => {
    plan.entries.splice(
      0,
      2,
      entryOf('1', '=HYPERLINK("http://example.test")'),
      entryOf('2', 'plain'),
    )
    const consumers = {
      databaseUrl: databaseUrl('gateway', 'registry'),
      useIntervalMs: 60_000,
      trustedOnly: [application],
    }
    busy = await openAuditedWorld({}, [plan], {
      consumers,
      requestsAtOnce: 1,
      admissionWaitMs: 0,
      rates: {
        limits: {
          byRole: {
            requestsPerMinute: { '*': 1000, citizen: 1 },
            costPerMinute: { '*': 1_000_000 },
            personsPerDay: { '*': 1000 },
          },
          byApplication: {},
          unknownPerMinute: 1000,
          signInsPerMinute: 1000,
        },
        valkeyUrl: undefined,
        valkeyMs: 500,
        hash: (text) => text,
      },
    })
    const text = 'query Entries { entries(first: 2) { nodes { id text } } }'
    await elsewhere.register(application, [text])
  })
  afterAll(() => busy[Symbol.asyncDispose]())

  const entryOf = (id: string, text: string) => ({
    id,
    text,
    at: '2026-11-01T00:00:00Z',
    amount: 1,
  })

  test('marks in CSV what a spreadsheet would take for a formula', async () => {
    const { status, text } = await elsewhere.data('Entries?format=csv')
    expect([status, text]).toEqual([
      200,
      `id,text\r\n1,"'=HYPERLINK(""http://example.test"")"\r\n2,plain\r\n`,
    ])
  })

  test('says by 429 that a minute is used up, and when another begins', async () => {
    const call = { role: 'citizen', claims: { sub: 'a citizen of two requests' } } as const
    expect((await elsewhere.data('Entries', call)).status).toBe(200)
    const { status, type, headers, json } = await elsewhere.data('Entries', call)
    expect([status, type]).toEqual([429, 'application/problem+json; charset=utf-8'])
    expect(json).toMatchObject({ status: 429, code: 'RATE_LIMITED' })
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('says by 503 that it has too much to do', async () => {
    const asked = new Promise<void>((resolve) => (gate.asked = resolve))
    plan.onPage = async () => {
      gate.asked()
      await new Promise<void>((resolve) => (gate.open = resolve))
    }
    const first = elsewhere.data('Entries')
    await asked
    const { status, type, headers, json } = await elsewhere.data('Entries', {
      claims: { sub: 'another' },
    })
    expect([status, type]).toEqual([503, 'application/problem+json; charset=utf-8'])
    expect(json).toMatchObject({ status: 503, code: 'OVERLOADED' })
    expect(headers.get('retry-after')).toBe('1')
    gate.open()
    expect((await first).status).toBe(200)
  })
})
