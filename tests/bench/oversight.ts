import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { pino } from 'pino'
import { mintMinistryToken } from '../../auth/ministry-token.ts'
import { openPersonKeys } from '../../auth/person-keys.ts'
import { permissions } from '../../auth/permission.ts'
import { allRows, noRows } from '../../auth/row-scope.ts'
import { openSigningKey } from '../../auth/signing-key.ts'
import { openMinistryVerifier } from '../../auth/verify-ministry.ts'
import { connected } from '../../deploy/connected.ts'
import { openCluster } from '../../deploy/local/cluster.ts'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import { serveMinistry } from '../../subgraphs/kit/serve.ts'
import { oversight as subgraph } from '../../subgraphs/oversight/subgraph.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import type { Bench, Figure } from './bench.ts'

/** Requests that are written with one statement. */
const batch = 250_000
const callers = 1000
/** Requests of the busiest credential: one in so many. */
const busyShare = 100
const busy = 'caller 0'
const personsEach = 4

/** A journal of a million persons: `people` is the number of records, two a request. */
export const oversight: Bench = {
  name: 'oversight',
  line: 'whose data a credential touched, a person’s log, reviews, counts and alerts: `people` records in the journal',
  usual: { people: 10_000_000, rounds: 3 },
  run: async ({ people: records, rounds }) => {
    await using directory = await temporaryDirectory()
    const cluster = await openCluster({
      directory: directory.path,
      log: (line) => process.stderr.write(`${line}\n`),
    })
    try {
      const keys = await openPersonKeys(join(directory.path, 'persons.jwks.json'))
      await ensureJournal(cluster.url({ database: 'gateway', role: 'owner' }))
      const pin = '900000000777'
      const period = await fill(cluster.url({ database: 'gateway', role: 'owner' }), {
        requests: Math.ceil(records / 2),
        hash: keys.person(pin),
      })
      const key = await openSigningKey(join(directory.path, 'gateway.jwk.json'))
      const served = await serveMinistry({
        ministry: subgraph,
        databaseUrl: cluster.url({ database: 'gateway', role: 'reader' }),
        poolSize: 2,
        verify: openMinistryVerifier({ jwks: key.jwks, ministry: 'oversight' }),
        cursorSecret: randomBytes(32),
        personKeys: keys,
        host: '127.0.0.1',
        port: 0,
        log: pino({ level: 'error' }),
      })
      const asked = async (question: Question): Promise<number> => {
        const token = await mintMinistryToken(
          key,
          {
            caller: { id: 'bench', roles: [question.role], pin },
            ministry: 'oversight',
            grants: {
              'population:person:read': allRows,
              'oversight:log:read': { ...noRows, subjects: [pin] },
              'oversight:access:read': allRows,
              'oversight:usage:read': allRows,
              'oversight:reader:stats': allRows,
              'oversight:review:stats': allRows,
            },
            permissions,
            purpose: question.role === 'citizen' ? 'citizen-self' : 'access-inspection',
          },
          new Date(),
        )
        const begun = performance.now()
        const response = await fetch(served.url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${token}`,
            'x-deadline-ms': '60000',
          },
          body: JSON.stringify({ query: question.query, variables: { pin, ...period } }),
        })
        const text = await response.text()
        const seconds = (performance.now() - begun) / 1000
        if (!response.ok || text.includes('"errors"')) throw new Error(text.slice(0, 500))
        process.stderr.write(`${question.name}: ${seconds.toFixed(2)} s ${text.slice(0, 200)}\n`)
        return seconds
      }
      const figures: Figure[] = []
      for (const question of questions) {
        const times: number[] = []
        for (let round = 0; round < rounds; round++) times.push(await asked(question))
        figures.push({
          name: `oversight-${question.name}`,
          value: Math.max(...times),
          unit: 's, slowest',
          aim: '< 60',
        })
      }
      await served.close()
      return figures
    } finally {
      await cluster.stop()
    }
  },
}

interface Question {
  readonly name: string
  readonly role: 'citizen' | 'inspector'
  readonly query: string
}

const questions: readonly Question[] = [
  {
    name: 'touched-by-credential',
    role: 'inspector',
    query: `query ($from: DateTime!, $to: DateTime!) { accessedPersons(caller: "${busy}", from: $from, to: $to, first: 1000) {
      totalCount nodes { person ministries classes } } }`,
  },
  {
    name: 'search-by-credential',
    role: 'inspector',
    query: `query ($from: DateTime!, $to: DateTime!) { accessSearch(caller: "${busy}", from: $from, to: $to, first: 1000) {
      hasNextPage nodes { at caller purpose { id } personCount } } }`,
  },
  {
    name: 'search-by-person',
    role: 'inspector',
    query: `query ($pin: PersonalId!, $from: DateTime!, $to: DateTime!) { accessSearch(person: $pin, from: $from, to: $to, first: 1000) {
      hasNextPage nodes { at caller purpose { id } personCount } } }`,
  },
  {
    name: 'search-of-emergencies',
    role: 'inspector',
    query: `query ($from: DateTime!, $to: DateTime!) { accessSearch(emergency: true, from: $from, to: $to, first: 1000) {
      hasNextPage nodes { at caller purpose { id } classes personCount } } }`,
  },
  {
    name: 'emergencies-to-review',
    role: 'inspector',
    query: `{ emergencyAccesses(open: true, first: 30) {
      hasNextPage nodes { id at caller requests refused personCount classes operations overdue } } }`,
  },
  {
    name: 'emergencies-counted',
    role: 'inspector',
    query: '{ emergencyReviewCounts { awaiting overdue } }',
  },
  {
    name: 'search-read-through',
    role: 'inspector',
    query: `query ($from: DateTime!, $to: DateTime!) { accessSearch(coordinate: "Person.fullName", from: $from, to: $to) {
      hasNextPage nodes { at caller } } }`,
  },
  {
    name: 'search-by-field-and-status',
    role: 'inspector',
    query: `query ($from: DateTime!, $to: DateTime!) { accessSearch(coordinate: "Prescription.code", from: $from, to: $to, first: 1000) {
      hasNextPage nodes { at caller gateway status codes ministries } } }`,
  },
  {
    name: 'readers-of-a-day',
    role: 'inspector',
    query: `query ($day: Date!) { ministryReaders(ministry: "health", from: $day, to: $day) {
      roles agency purpose { id } dataClass requests persons } }`,
  },
  {
    name: 'own-log',
    role: 'citizen',
    query: `query ($pin: PersonalId!) { _entities(representations: [{ __typename: "Person", pin: $pin }]) { ... on Person {
      accessLog(first: 100) { hasNextPage nodes { at who purpose { id } classes } } } } }`,
  },
  {
    name: 'counts-by-day',
    role: 'inspector',
    query:
      'query ($day: Date!) { accessCounts(by: PURPOSE, from: $day, to: $day) { consumer requests } }',
  },
  {
    name: 'bulk-alerts-of-25-days',
    role: 'inspector',
    query: `query ($from: DateTime!, $to: DateTime!) { bulkAlerts(window: DAY, threshold: 100, from: $from, to: $to) {
      caller persons } }`,
  },
  {
    name: 'bulk-alerts-of-a-day',
    role: 'inspector',
    query: `query ($lastDay: DateTime!, $to: DateTime!) { bulkAlerts(window: DAY, threshold: 100, from: $lastDay, to: $to) {
      caller persons } }`,
  },
]

/** Requests with their outcomes, evenly over the last 25 days of which the journal has partitions. */
async function fill(
  ownerUrl: string,
  { requests, hash }: { requests: number; hash: string },
): Promise<Readonly<Record<'from' | 'to' | 'day' | 'lastDay', string>>> {
  await using owner = await connected(ownerUrl)
  const to = new Date()
  const from = new Date(to.getTime() - 25 * 86_400_000)
  await owner.query('SET synchronous_commit = off')
  for (let begin = 0; begin < requests; begin += batch) {
    await owner.query(statement, [
      begin,
      Math.min(requests, begin + batch) - 1,
      from,
      (to.getTime() - from.getTime()) / 1000 / requests,
      hash,
    ])
    process.stderr.write(`${Math.min(requests, begin + batch)} of ${requests} requests\n`)
  }
  await owner.query('VACUUM ANALYZE audit.record, audit.person')
  const day = new Date(to.getTime() - 5 * 86_400_000).toISOString().slice(0, 10)
  const lastDay = new Date(to.getTime() - 86_400_000).toISOString()
  return { from: from.toISOString(), to: to.toISOString(), day, lastDay }
}

// A million persons; every five thousandth request shows the one who asks.
const statement = `
  WITH made AS MATERIALIZED (
    SELECT n, gen_random_uuid() AS id, $3::timestamptz + n * $4::float8 * interval '1 second' AS at,
           'caller ' || CASE WHEN n % ${busyShare} = 0 THEN 0 ELSE n % ${callers} END AS caller,
           ARRAY(SELECT CASE WHEN n % 5000 = 0 AND k = 0 THEN $5 ELSE
             'aaaaaaaa.' || left(translate(encode(sha256(((n * 7 + k * 131) % 1000000)::text::bytea), 'base64'), '+/=', '-_'), 22) END
             FROM generate_series(0, ${personsEach - 1}) AS k) AS persons
    FROM generate_series($1::int, $2::int) AS n
  ), request AS (
    INSERT INTO audit.record (chain, seq, at, hash, body)
    SELECT '00000000-0000-0000-0000-000000000000', n * 2, at, '\\x00', json_strip_nulls(json_build_object(
      'kind', 'request', 'id', id, 'caller', caller, 'roles', json_build_array('doctor'), 'agency', 'health',
      'purpose', (ARRAY['treatment', 'emergency-care', 'dispensing'])[1 + n % 3],
      'emergency', CASE WHEN n % 3 = 1 THEN true END, 'verdict', 'allowed',
      'coordinates', json_build_array('Prescription.code', 'Query.prescriptions'),
      'classes', json_build_array('SENSITIVE HEALTH')))
    FROM made
  ), outcome AS (
    INSERT INTO audit.record (chain, seq, at, hash, body)
    SELECT '00000000-0000-0000-0000-000000000000', n * 2 + 1, at + interval '20 ms', '\\x00', json_build_object(
      'kind', 'outcome', 'id', id, 'caller', caller, 'status', 200, 'codes', '[]'::json,
      'ministries', json_build_object('health', json_build_object('requests', 1, 'rows', 4)), 'rows', 4, 'durationMs', 20,
      'persons', json_build_object('health', json_build_array(json_build_object(
        'classes', json_build_array('SENSITIVE HEALTH'), 'persons', to_json(persons)))))
    FROM made
  )
  INSERT INTO audit.person (person, at, id, ministry, classes)
  SELECT person, at, id, 'health', '{SENSITIVE HEALTH}' FROM made, unnest(persons) AS person
  ON CONFLICT DO NOTHING`
