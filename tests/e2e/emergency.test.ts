import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emergencyNotice } from '../../auth/purpose.ts'
import { connected } from '../../deploy/connected.ts'
import type { AuditConfig } from '../../gateway/config.ts'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { callerToken } from '../attack/caller-token.ts'
import { auditConfig } from '../audit/audited-world.ts'
import { databaseUrl } from '../support/database.ts'
import { openSystem, type System } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const prescription = `{ prescription(code: "${persona.prescriptionCode}") { kind } }`
const caller = 'Pharmacist of the night'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let audit: AuditConfig
let system: System
beforeAll(async () => {
  directory = await temporaryDirectory()
  audit = await auditConfig(directory.path)
  system = await openSystem({ audit })
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

async function asked(query: string, purpose: string) {
  const claims = { sub: caller, roles: ['pharmacist'], agency: 'pharmacy', purpose }
  return await system.ask(await callerToken(system, claims), query, {}, purpose)
}

interface Found {
  readonly at: string
  readonly purpose: { readonly id: string } | null
  readonly emergency: boolean
}

const search = `query ($emergency: Boolean, $person: PersonalId, $caller: ID, $after: String, $first: Int) {
  accessSearch(from: "2020-01-01", to: "2099-01-01", emergency: $emergency, person: $person, caller: $caller, after: $after, first: $first) {
    nodes { at caller agency purpose { id } emergency classes verdict personCount } hasNextPage endCursor } }`

async function found(variables: Readonly<Record<string, unknown>>) {
  const { body } = await system.ask('inspector', search, variables, 'access-inspection')
  expect(body.errors).toBeUndefined()
  const { accessSearch } = body.data as {
    accessSearch: { nodes: readonly Found[]; hasNextPage: boolean; endCursor: string }
  }
  return accessSearch
}

describe('an access in an emergency', () => {
  test('needs nobody’s leave, and its caller is told that it will be reviewed', async () => {
    const urgent = await asked(prescription, 'emergency-care')
    expect(urgent.body.errors).toBeUndefined()
    expect(urgent.body.data?.['prescription']).not.toBeNull()
    expect(urgent.body.extensions?.['purpose']).toEqual({
      id: 'emergency-care',
      emergency: true,
      notice: emergencyNotice,
    })
    const usual = await asked(prescription, 'dispensing')
    expect(usual.body.errors).toBeUndefined()
    expect(usual.body.extensions).not.toHaveProperty('purpose')
    // Refused before any ministry: nothing was read, nobody is told that it was.
    const refused = await asked('{ nothing }', 'emergency-care')
    expect(refused.body.extensions).not.toHaveProperty('purpose')
  })

  test('is found by inspectors, newest first, with who, why, what and of how many', async () => {
    const { nodes } = await found({ emergency: true, caller })
    const about = { caller, agency: 'pharmacy', purpose: { id: 'emergency-care' }, emergency: true }
    expect(nodes).toEqual([
      { ...about, at: expect.any(String), classes: [], verdict: 'refused', personCount: 0 },
      {
        ...about,
        at: expect.any(String),
        classes: expect.arrayContaining(['SENSITIVE HEALTH']),
        verdict: 'allowed',
        personCount: 1,
      },
    ])
    const [read] = (await found({ emergency: true, person: persona.citizenPin, caller })).nodes
    expect(read).toEqual(nodes[1])
  })

  test('stands apart from every other access, and pages through', async () => {
    const others = (await found({ emergency: false, caller })).nodes
    expect(others.map(({ purpose }) => purpose?.id)).toEqual(['dispensing'])
    expect((await found({ caller })).nodes).toHaveLength(3)
    const first = await found({ emergency: true, caller, first: 1 })
    expect(first.hasNextPage).toBe(true)
    const rest = await found({ emergency: true, caller, after: first.endCursor })
    expect([...first.nodes, ...rest.nodes]).toEqual(
      (await found({ emergency: true, caller })).nodes,
    )
    const all = (await found({ emergency: true, first: 1000 })).nodes
    // As texts they have another order: a whole second is written without its thousandths.
    const moments = all.map(({ at }) => Date.parse(at))
    expect(moments).toEqual(moments.toSorted((a, b) => b - a))
  })

  test('is seen by the person as the purpose says: emergency care at once', async () => {
    const { body } = await system.ask(
      'citizen',
      '{ me { accessLog(first: 100) { nodes { who purpose { id } } } } }',
    )
    const { nodes } = (body.data as { me: { accessLog: { nodes: unknown } } }).me.accessLog
    expect(nodes).toContainEqual({ who: caller, purpose: { id: 'emergency-care' } })
  })
})

test('without a journal nobody is told of a review', async () => {
  await using unaudited = await openSystem()
  const { body } = await unaudited.ask('pharmacist', prescription, {}, 'emergency-care')
  expect(body.errors).toBeUndefined()
  expect(body.extensions).not.toHaveProperty('purpose')
})

test('the review reads by the index of flagged requests, in every partition', async () => {
  const inspector = await system.ask('inspector', search, { emergency: true }, 'access-inspection')
  const [statement] = inspector.statements['oversight'] ?? []
  expect(statement?.text).toContain("->> 'emergency'")
  await using journal = await connected(databaseUrl('gateway', 'reader'))
  // A journal of a test is too small for a planner to want an index.
  await journal.query('SET enable_seqscan = off')
  const { rows } = await journal.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN ${statement?.text ?? ''}`,
    [...(statement?.values ?? [])],
  )
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  const flagged = await journal.query<{ name: string }>(
    `SELECT indexrelid::regclass::text AS name FROM pg_index AS i JOIN pg_inherits AS h ON h.inhrelid = i.indexrelid
     WHERE h.inhparent = 'audit.record_emergency'::regclass`,
  )
  expect(flagged.rows.length).toBeGreaterThan(1)
  for (const { name } of flagged.rows) expect(plan).toContain(`using ${name.split('.').at(-1)} on`)
})
