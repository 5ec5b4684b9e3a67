import { readFile } from 'node:fs/promises'
import type { Caller, Cast } from './cast.ts'

/** A kind of question, and how often it comes. */
export interface Question {
  readonly name: string
  /** Of a hundred. */
  readonly share: number
  readonly path: '/graphql' | '/export'
  /** The body and the headers of one request. */
  readonly make: (at: number) => { readonly body: string; readonly headers: Record<string, string> }
  /** Whether an answer is the expected one. */
  readonly isGood: (status: number, text: string) => boolean
}

const reports = new URL('../../../docs/reports/', import.meta.url)

const lookup = `query Household { me { fullName household { fileNumber memberCount commune { name } members { fullName } } } }`
const people = `query People($first: Int!) { people(first: $first, where: { deceasedOn: { isNull: true } }, orderBy: [{ field: BIRTH_DATE }]) { nodes { fullName birthDate sex commune { name } household { fileNumber memberCount } } } }`
const treated = `query Treated { prescriptions(first: 20, orderBy: [{ field: ISSUED_AT, direction: DESC }]) { nodes { code issuedAt status items { quantity drug { name } } } } }`
const places = `query Places($first: Int!) { communes(first: $first) { nodes { code name province { code name } } } }`
const file = `query File { institutions(first: 500) { nodes { code name level ownership commune { name } } } }`

/**
 * What a day brings: mostly citizens who look at themselves and officers who look at lists, then analysts, few files,
 * and five of a hundred requests that are wrong.
 */
export async function mixOf(cast: Cast): Promise<readonly Question[]> {
  const [record, ethnicity, authenticated] = await Promise.all(
    ['my-record', 'people-by-ethnicity', 'parcels-authenticated'].map((name) =>
      readFile(new URL(`${name}.graphql`, reports), 'utf8'),
    ),
  )
  const groups = `query Groups($from: DateTime!) { prescriptionGroups(where: { issuedAt: { gte: $from } } groupBy: [{ field: PROVINCE }, { field: ISSUED_AT, bucket: MONTH }] first: 200) { groups { key { province { name } issuedAt } count drugDays { avg } } } }`
  const from = (at: number) => ({ from: `2026-0${1 + (at % 9)}-01T00:00:00+07:00` })
  return [
    asked('citizen: household', 30, cast.citizen, { query: lookup }),
    asked('citizen: whole record', 10, cast.citizen, { query: record ?? '' }),
    asked('officer: list of people', 20, cast.officer, {
      query: people,
      variables: (at) => ({ first: 10 + (at % 20) }),
      purpose: 'population-management',
    }),
    asked('doctor: prescriptions', 10, cast.doctor, { query: treated, purpose: 'treatment' }),
    asked('analyst: groups', 8, cast.analyst, { query: groups, variables: from }),
    asked('analyst: totals of provinces', 4, cast.analyst, { query: authenticated ?? '' }),
    asked('analyst: many totals', 2, cast.analyst, { query: ethnicity ?? '' }),
    asked('analyst: catalogue', 10, cast.analyst, {
      query: places,
      variables: (at) => ({ first: 1 + (at % 34) }),
    }),
    fileOf(1, cast.analyst),
    wrong('bad: no token', undefined, { query: places }, 401),
    wrong('bad: not GraphQL', cast.analyst, { query: '{ provinces(' }, 400),
    wrong('bad: unknown field', cast.analyst, { query: '{ provinces { nodes { secret } } }' }, 400),
    wrong(
      'bad: not allowed',
      cast.analyst,
      { query: '{ people(first: 1) { nodes { pin } } }' },
      400,
    ),
    wrong('bad: too much', cast.analyst, { query: many() }, 413),
  ]
}

interface Said {
  readonly query: string
  readonly variables?: (at: number) => Readonly<Record<string, unknown>>
  readonly purpose?: string
}

function asked(name: string, share: number, callers: readonly Caller[], said: Said): Question {
  return {
    name,
    share,
    path: '/graphql',
    make: (at) => message(said, callers, at),
    isGood: (status, text) => status === 200 && !text.includes('"errors":'),
  }
}

function fileOf(share: number, callers: readonly Caller[]): Question {
  return {
    name: 'analyst: file of 500 rows',
    share,
    path: '/export',
    make: (at) => {
      const { headers } = message({ query: file }, callers, at)
      return { headers, body: JSON.stringify({ query: file, format: 'csv' }) }
    },
    isGood: (status, text) => status === 200 && text.split('\n').length > 100,
  }
}

function wrong(
  name: string,
  callers: readonly Caller[] | undefined,
  said: Said,
  expected: number,
): Question {
  return {
    name,
    share: 1,
    path: '/graphql',
    make: (at) => message(said, callers, at),
    isGood: (status, text) => status === expected && text.includes('"errors":'),
  }
}

function message(
  { query, variables, purpose }: Said,
  callers: readonly Caller[] | undefined,
  at: number,
): ReturnType<Question['make']> {
  const caller = callers?.[at % callers.length]
  return {
    headers: {
      'content-type': 'application/json',
      ...(caller === undefined ? {} : { authorization: `Bearer ${caller.token}` }),
      ...(purpose === undefined ? {} : { 'x-purpose': purpose }),
    },
    body: JSON.stringify({ query, ...(variables ? { variables: variables(at) } : {}) }),
  }
}

/** More fields under other names than any document may ask for. */
function many(): string {
  return `{ ${Array.from({ length: 1000 }, (_, at) => `a${at}: communes { nodes { code } }`).join(' ')} }`
}
