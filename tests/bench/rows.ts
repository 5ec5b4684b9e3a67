import { Client } from 'pg'
import type { Grants } from '../../auth/grants.ts'
import type { PersonaClaims } from '../../auth/persona.ts'
import { allRows, noRows } from '../../auth/row-scope.ts'
import type { MinistryName } from '../../deploy/ministry-name.ts'
import type { Bench, Figure } from './bench.ts'
import { contest, type Contender } from './contest.ts'
import { type House, openHouse, type Place } from './house.ts'

interface Question {
  readonly name: string
  readonly ministry: MinistryName
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly statement: string
  readonly values: readonly unknown[]
  readonly claims: PersonaClaims & { readonly purpose: string }
  readonly grants: Grants
}

const province = '01'

const people: Question = {
  name: 'rows-20',
  ministry: 'population',
  query: `query ($province: ID!) {
    people(first: 20, where: { provinceCode: { eq: $province } }, orderBy: [{ field: BIRTH_DATE }]) {
      nodes { pin fullName birthDate sex provinceCode communeCode }
    }
  }`,
  variables: { province },
  statement: 'people',
  values: [province],
  claims: {
    sub: 'bench',
    roles: ['officer'],
    provinces: [province],
    purpose: 'population-management',
  },
  grants: { 'population:person:read': { ...noRows, provinces: [province] } },
}

function institutions(codes: readonly string[]): Question {
  return {
    name: 'rows-20x10',
    ministry: 'education',
    query: `query ($codes: [ID!]!) {
      institutions(first: 20, where: { code: { in: $codes } }) {
        nodes { code name level enrolments(first: 10) { nodes { id learnerCode grade status startedOn } } }
      }
    }`,
    variables: { codes },
    statement: 'institutions',
    values: [codes],
    claims: {
      sub: 'bench',
      roles: ['school-officer'],
      institutions: codes,
      purpose: 'school-records',
    },
    grants: {
      'education:institution:read': allRows,
      'education:enrolment:read': { ...noRows, institutions: codes },
    },
  }
}

export const rows: Bench = {
  name: 'rows',
  line: '20 rows, and 20 × 10 joined rows, through a subgraph and the gateway, against hand-written SQL',
  usual: { people: 20_000, rounds: 11 },
  run: async (options) => {
    await using house = await openHouse({
      people: options.people,
      ministries: ['population', 'education'],
    })
    const joined = institutions(await twentyInstitutions(house.databaseUrl('education')))
    return [
      ...(await figuresOf(people, house, options.rounds)),
      ...(await figuresOf(joined, house, options.rounds)),
    ]
  },
}

async function twentyInstitutions(url: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: url, options: '-c lien_thong.whole=on' })
  await client.connect()
  const found = await client.query<{ code: string }>(
    `SELECT institution_code AS code FROM enrolment
     GROUP BY 1 HAVING count(*) >= 10 ORDER BY md5(institution_code) LIMIT 20`,
  )
  await client.end()
  if (found.rows.length < 20) throw new Error('expected 20 institutions with 10 enrolments each')
  return found.rows.map(({ code }) => code)
}

async function figuresOf(
  question: Question,
  house: House,
  rounds: number,
): Promise<readonly Figure[]> {
  const { gateway, bare, postmaster } = house
  const ministry = house.ministries[question.ministry]
  if (ministry === undefined) throw new Error('expected a ministry')
  const { query, variables, statement, values } = question
  const asking = (place: Place, body: unknown, token: () => Promise<string>) => async () =>
    checkSame(question, expected, await place.post(body, await token()))
  const accessToken = await house.accessToken(question.claims)
  // As from a gateway: each request with a token of its own, minted beforehand.
  const minted = new Map<number, string[]>()
  const ministryTokens = async (): Promise<string> => {
    const slot = Math.floor(Date.now() / 20_000)
    const ready = minted.get(slot) ?? []
    minted.set(slot, ready)
    const next = ready.pop()
    if (next !== undefined) return next
    for (let i = 0; i < 200; i++)
      ready.push(await house.ministryToken(question.ministry, question.grants))
    return ready.pop() ?? ''
  }
  const expected = JSON.stringify(
    ((await bare.post({ statement, values })) as { data: unknown }).data,
  )
  const contenders: readonly Contender[] = [
    {
      name: 'subgraph',
      pids: [ministry.pid],
      ask: asking(ministry, { query, variables }, ministryTokens),
    },
    {
      name: 'gateway and subgraph',
      pids: [gateway.pid, ministry.pid],
      ask: asking(gateway, { query, variables }, async () => accessToken),
    },
    {
      name: 'SQL behind node:http',
      pids: [bare.pid],
      ask: asking(bare, { statement, values }, async () => ''),
    },
  ]
  const result = await contest({ contenders, postmaster, rounds, requests: 300, atOnce: 4 })
  console.log(`${question.name}\n${result.table()}`)
  const figure = (name: string, value: number, unit: string): Figure => ({
    name: `${question.name}-${name}`,
    value,
    unit,
  })
  const bareName = 'SQL behind node:http'
  const all = ({ own, database }: { own: number; database: number }): number => own + database
  return ['subgraph', 'gateway and subgraph'].flatMap((name) => {
    const short = name === 'subgraph' ? 'subgraph' : 'gateway'
    return [
      figure(`${short}-cpu`, result.of(name, ({ own }) => own).median, 'ms a request'),
      figure(`${short}-cpu-to-sql`, result.ratio(name, bareName, ({ own }) => own).median, '×'),
      figure(`${short}-cpu-to-sql-with-database`, result.ratio(name, bareName, all).median, '×'),
    ]
  })
}

function checkSame({ name }: Question, expected: string, answer: unknown): void {
  const got = JSON.stringify((answer as { data: unknown }).data)
  if (got !== expected)
    throw new Error(`${name}: expected ${expected.slice(0, 500)}, got ${got.slice(0, 500)}`)
}
