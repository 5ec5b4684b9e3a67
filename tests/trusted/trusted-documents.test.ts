import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { meDocument } from '../../gateway/export/me.ts'
import { documentIdOf, documentNamed } from '../../gateway/trusted/document-id.ts'
import { openDocumentStore } from '../../gateway/trusted/document-store.ts'
import { ownDocuments } from '../../gateway/trusted/own-documents.ts'
import { pageDocuments, referenceDocument } from '../../gateway/trusted/page-documents.ts'
import {
  qualityDocument,
  qualityPlacesDocument,
  worklistDocument,
} from '../../gateway/trusted/quality-documents.ts'
import { maxDocuments, openTrustedDocuments } from '../../gateway/trusted/trusted-documents.ts'
import { maxAtOnce } from '../../gateway/http/trusted-documents.ts'
import { type AuditedWorld, openAuditedWorld } from '../audit/audited-world.ts'
import { answerOf } from '../federation/gateway-world.ts'
import { databaseUrl } from '../support/database.ts'

const bound = `bound-${randomUUID()}`
const free = `free-${randomUUID()}`
const text = '{ provinces { code } }'
const other = '{ provinces { code name } }'

let world: AuditedWorld
beforeAll(async () => {
  const consumers = {
    databaseUrl: databaseUrl('gateway', 'registry'),
    useIntervalMs: 60_000,
    trustedOnly: [bound],
  }
  world = await openAuditedWorld({}, undefined, { consumers })
})
afterAll(() => world[Symbol.asyncDispose]())

/** Calls a route as an application's own token. */
async function documents(
  client: string,
  { method = 'POST', path = '', body, role = 'application' }: Call = {},
) {
  const token = await world.token(role, { client_id: client })
  return await fetch(`${world.gateway.url}/documents${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

interface Call {
  readonly method?: string
  readonly path?: string
  readonly body?: unknown
  readonly role?: 'application' | 'officer'
}

/** Asks `/graphql` with any message, as a person through an application. */
async function ask(client: string, message: object) {
  const token = await world.token('officer', { client_id: client })
  return await answerOf(
    await fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(message),
    }),
  )
}

const codesOf = ({ errors }: { errors: readonly { extensions: Record<string, unknown> }[] }) =>
  errors.map(({ extensions }) => extensions['code'])

describe('the identifier of a document', () => {
  test('is that of the specification’s examples (GraphQL over HTTP, appendix A)', () => {
    expect(documentIdOf('query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}')).toBe(
      'sha256:7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e',
    )
    expect(documentIdOf('query($id:ID!){user(id:$id){name}}')).toBe(
      'sha256:71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b',
    )
  })

  const id = documentIdOf(text)
  test.each([
    [{ documentId: id }, id],
    [{ extensions: { persistedQuery: { version: 1, sha256Hash: id.slice(7) } } }, id],
    [
      { documentId: id, extensions: { persistedQuery: { version: 1, sha256Hash: id.slice(7) } } },
      id,
    ],
    [{ extensions: {} }, undefined],
    [null, undefined],
  ])('is read from %j', (message, named) => {
    expect(documentNamed(message)).toBe(named)
  })

  test.each([
    { documentId: 'sha256:ABC' },
    { documentId: id.toUpperCase() },
    { documentId: 7 },
    { documentId: null },
    { documentId: id.slice(7) },
    { extensions: { persistedQuery: true } },
    { extensions: { persistedQuery: { version: 2, sha256Hash: id.slice(7) } } },
    { documentId: id, extensions: { persistedQuery: { version: 1, sha256Hash: 'f'.repeat(64) } } },
  ])('is refused in %j', (message) => {
    expect(() => documentNamed(message)).toThrow('Expected one documentId')
  })
})

describe('what the page asks of its own accord', () => {
  const report = 'query Report { provinces { code } }'
  const own = ownDocuments('console', [report])
  const store = openDocumentStore(databaseUrl('gateway', 'registry'))
  const trusted = openTrustedDocuments({ store, only: ['*'], own, log: pino({ level: 'silent' }) })
  afterAll(() => store.close())
  const texts = [meDocument, ...Object.values(pageDocuments), report]

  test('is known by text and by identifier, to the page alone', async () => {
    for (const one of texts) {
      expect(trusted.isOwn('console', one)).toBe(true)
      expect(await trusted.find('console', documentIdOf(one))).toBe(one)
      for (const foreign of [undefined, 'another', 'Console']) {
        expect(trusted.isOwn(foreign, one)).toBe(false)
        expect(await trusted.find(foreign, documentIdOf(one))).toBeUndefined()
      }
      for (const near of [
        `${one} `,
        ` ${one}`,
        one.replace(/query|mutation/, '$& '),
        `${one}${one}`,
      ])
        expect(trusted.isOwn('console', near)).toBe(false)
    }
  })

  test('are lists of codes and names too, of whatever the root has, and nothing within them', () => {
    const list = referenceDocument('provinces')
    expect(trusted.isOwn('console', list)).toBe(true)
    expect(trusted.isOwn('console', referenceDocument(`a${'b'.repeat(99)}`))).toBe(true)
    for (const near of [
      referenceDocument(`a${'b'.repeat(100)}`),
      referenceDocument('x: persons'),
      referenceDocument('persons { pin } provinces'),
      referenceDocument('provinces(first: 1) { nodes { code } } b: persons'),
      list.replace('code name', 'code name pin'),
      `${list}\n${list}`,
    ])
      expect(trusted.isOwn('console', near)).toBe(false)
  })
})

test('the board of quality asks by the names of fields at the root alone', async () => {
  const store = openDocumentStore(databaseUrl('gateway', 'registry'))
  const own = ownDocuments('console', [])
  const trusted = openTrustedDocuments({ store, only: ['*'], own, log: pino({ level: 'silent' }) })
  const list = worklistDocument('parcelQualityFailures') ?? ''
  for (const one of [
    qualityDocument('landQuality'),
    qualityPlacesDocument('landQualityPlaces'),
    list,
  ]) {
    expect(trusted.isOwn('console', one)).toBe(true)
    expect(trusted.isOwn('another', one)).toBe(false)
    for (const near of [`${one} `, one.replace('{', '{ people { totalCount }'), `${one}\n${one}`])
      expect(trusted.isOwn('console', near)).toBe(false)
  }
  expect(worklistDocument('people')).toBeUndefined()
  for (const root of [
    'people { pin } x',
    'landQuality(place: "01") { asOf } x',
    'a b',
    `a${'b'.repeat(100)}`,
  ])
    expect(trusted.isOwn('console', qualityDocument(root))).toBe(false)
  await store.close()
})

describe('an application that registers documents', () => {
  test('is served by name, as by text, and no other application is', async () => {
    const registered = await documents(free, { body: { documents: [text, text] } })
    expect(registered.status).toBe(200)
    const id = documentIdOf(text)
    const { documents: all } = (await registered.json()) as { documents: { documentId: string }[] }
    expect(all.map(({ documentId }) => documentId)).toEqual([id])

    const whole = await ask(free, { query: text })
    for (const message of [
      { documentId: id },
      { documentId: id, query: text },
      { extensions: { persistedQuery: { version: 1, sha256Hash: id.slice(7) } } },
    ])
      expect((await ask(free, message)).data).toEqual(whole.data)
    const foreign = await ask(bound, { documentId: id })
    expect([foreign.status, codesOf(foreign)]).toEqual([403, ['DOCUMENT_NOT_TRUSTED']])
  })

  test('may ask what it likes unless it is bound; bound, what it registered alone', async () => {
    await documents(bound, { body: { documents: [text] } })
    expect((await ask(bound, { query: text })).status).toBe(200)
    for (const message of [
      { query: other },
      { query: `${text} ` },
      { query: '{ __schema { queryType { name } } }' },
      { query: 'no document' },
    ]) {
      const refused = await ask(bound, message)
      expect([refused.status, codesOf(refused)]).toEqual([403, ['DOCUMENT_NOT_TRUSTED']])
    }
    expect((await ask(free, { query: other })).status).toBe(200)
  })

  test('is recorded as any other, with the text that the name stands for; refusals too', async () => {
    const before = (await world.records()).length
    await ask(free, { query: text })
    await ask(free, { documentId: documentIdOf(text) })
    await ask(bound, { query: other })
    await ask(bound, { documentId: documentIdOf('{ never }') })
    const requests = (await world.records()).slice(before).filter(({ kind }) => kind === 'request')
    expect(requests.map((record) => [record['verdict'], record['coordinates']])).toEqual([
      ['allowed', ['Province.code', 'Query.provinces']],
      ['allowed', ['Province.code', 'Query.provinces']],
      ['refused', ['Province.code', 'Province.name', 'Query.provinces']],
      ['refused', []],
    ])
    expect(requests[0]?.['document']).toBe(requests[1]?.['document'])
  })

  test('lists and withdraws them', async () => {
    const own = `own-${randomUUID()}`
    await documents(own, { body: { documents: [text, other] } })
    const id = documentIdOf(other)
    expect((await ask(own, { documentId: id })).status).toBe(200)
    const withdrawn = await documents(own, { method: 'DELETE', path: `/${id}` })
    expect(withdrawn.status).toBe(204)
    expect((await documents(own, { method: 'DELETE', path: `/${id}` })).status).toBe(404)
    expect(codesOf(await ask(own, { documentId: id }))).toEqual(['DOCUMENT_NOT_TRUSTED'])
    const list = (await (await documents(own, { method: 'GET' })).json()) as {
      documents: { documentId: string; registeredAt: string }[]
    }
    expect(list.documents.map(({ documentId }) => documentId)).toEqual([documentIdOf(text)])
    // Registered again, it is there at once, though it was just looked for in vain.
    await documents(own, { body: { documents: [other] } })
    expect((await ask(own, { documentId: id })).status).toBe(200)
  })

  test('does it with its own token, and with what can be read', async () => {
    const refusedOf = async (call: Call) => {
      const response = await documents(free, call)
      return [response.status, codesOf((await response.json()) as Parameters<typeof codesOf>[0])]
    }
    const body = { documents: [text] }
    expect(await refusedOf({ body, role: 'officer' })).toEqual([403, ['FORBIDDEN']])
    expect(await refusedOf({ body: { documents: [] } })).toEqual([400, ['BAD_USER_INPUT']])
    expect(await refusedOf({ body: { documents: text } })).toEqual([400, ['BAD_USER_INPUT']])
    expect(await refusedOf({ body: { documents: ['{'] } })).toEqual([400, ['GRAPHQL_PARSE_FAILED']])
    expect(await refusedOf({ body: { documents: ['fragment F on X { y }'] } })).toEqual([
      400,
      ['BAD_USER_INPUT'],
    ])
    expect(await refusedOf({ body: { documents: [`{ ${'a '.repeat(5000)} }`] } })).toEqual([
      413,
      ['DOCUMENT_TOO_LARGE'],
    ])
    const bare = await fetch(`${world.gateway.url}/documents`)
    expect(bare.status).toBe(401)
    const many = (count: number) => ({
      documents: Array.from({ length: count }, (_, i) => `{ provinces { code a${i}: name } }`),
    })
    expect((await documents(`many-${randomUUID()}`, { body: many(maxAtOnce) })).status).toBe(200)
    expect(await refusedOf({ body: many(maxAtOnce + 1) })).toEqual([400, ['BAD_USER_INPUT']])
  })

  test('has a bounded number of them, also when it registers several at once', async () => {
    const store = openDocumentStore(databaseUrl('gateway', 'registry'))
    const own = `full-${randomUUID()}`
    const some = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => `{ a${from + i} }`).map((one) => ({
        documentId: documentIdOf(one),
        text: one,
      }))
    const all = await store.register(own, some(0, maxDocuments), maxDocuments)
    expect(all).toHaveLength(maxDocuments)
    expect(await store.register(own, some(maxDocuments, 1), maxDocuments)).toBeUndefined()
    expect((await documents(own, { body: { documents: [text] } })).status).toBe(413)
    expect(await store.list(own)).toHaveLength(maxDocuments)
    const racing = `race-${randomUUID()}`
    const done = await Promise.all(
      [0, 1, 2, 3].map((i) => store.register(racing, some(i * 10, 4), 8)),
    )
    expect((await store.list(racing)).length).toBe(8)
    expect(done.filter((one) => one === undefined)).toHaveLength(2)
    await store.close()
  })

  test('text and name of two documents are refused, and so is a name by GET', async () => {
    const mixed = await ask(free, { documentId: documentIdOf(text), query: other })
    expect(codesOf(mixed)).toEqual(['BAD_USER_INPUT'])
    const token = await world.token('officer', { client_id: free })
    const got = await fetch(`${world.gateway.url}/graphql?documentId=${documentIdOf(text)}`, {
      headers: { authorization: `Bearer ${token}`, 'apollo-require-preflight': 'true' },
    })
    expect((await answerOf(got)).errors.map(({ message }) => message)).toEqual([
      'PersistedQueryNotSupported',
    ])
    const byText = await fetch(`${world.gateway.url}/graphql?query=${encodeURIComponent(other)}`, {
      headers: {
        authorization: `Bearer ${await world.token('officer', { client_id: bound })}`,
        'apollo-require-preflight': 'true',
      },
    })
    expect(codesOf(await answerOf(byText))).toEqual(['DOCUMENT_NOT_TRUSTED'])
  })
})
