import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import type { Arena } from './arena.ts'
import type { Victim } from './victim.ts'

interface Request {
  readonly query: string
  readonly variables?: unknown
  readonly operationName?: unknown
  readonly extensions?: unknown
}

const forbidden = 'secret: person(pin: "900000000000") { pin fullName }'

/** Documents that hide a closed field from who judges but not from who executes. Asked as an analyst. */
const hidden: readonly (readonly [name: string, request: Request])[] = [
  [
    'an alias of an open field',
    { query: `{ provinces: person(pin: "900000000000") { code: pin } }` },
  ],
  ['a fragment', { query: `{ ...F } fragment F on Query { ${forbidden} }` }],
  [
    'fragments in fragments',
    {
      query: `{ ...A } fragment A on Query { ...B } fragment B on Query { ... { ... on Query { ${forbidden} } } }`,
    },
  ],
  ['an inline fragment without a type', { query: `{ ... @include(if: true) { ${forbidden} } }` }],
  [
    '@skip of false',
    { query: `query ($no: Boolean = false) { secret: person(pin: "9") @skip(if: $no) { pin } }` },
  ],
  [
    '@include by a default',
    {
      query: `query ($yes: Boolean = true) { person(pin: "900000000000") @include(if: $yes) { pin } }`,
    },
  ],
  [
    '@include by a default, null given',
    {
      query: `query ($yes: Boolean = true) { person(pin: "900000000000") @include(if: $yes) { pin } provinces { totalCount } }`,
      variables: { yes: null },
    },
  ],
  [
    '@include by a text',
    {
      query: `query ($yes: Boolean!) { person(pin: "900000000000") @include(if: $yes) { pin } provinces { totalCount } }`,
      variables: { yes: 'true' },
    },
  ],
  [
    '@include by a number',
    {
      query: `query ($yes: Boolean!) { person(pin: "900000000000") @include(if: $yes) { pin } provinces { totalCount } }`,
      variables: { yes: 1 },
    },
  ],
  [
    '@include by a list',
    {
      query: `query ($yes: Boolean!) { person(pin: "900000000000") @include(if: $yes) { pin } provinces { totalCount } }`,
      variables: { yes: [true] },
    },
  ],
  [
    '@include and @skip together',
    {
      query: `query ($a: Boolean!, $b: Boolean!) { person(pin: "900000000000") @include(if: $a) @skip(if: $b) { pin } }`,
      variables: { a: true, b: false },
    },
  ],
  [
    'a condition on a fragment',
    {
      query: `query ($a: Boolean!) { ...F @include(if: $a) } fragment F on Query { ${forbidden} }`,
      variables: { a: true },
    },
  ],
  [
    'the same field twice, once skipped',
    {
      query: `query ($a: Boolean!) { person(pin: "900000000000") @skip(if: $a) { pin } person(pin: "900000000000") { pin } }`,
      variables: { a: true },
    },
  ],
  [
    'the second operation',
    {
      query: `query Open { provinces { totalCount } } query Closed { ${forbidden} }`,
      operationName: 'Closed',
    },
  ],
  [
    'a shared fragment in the second operation',
    {
      query: `query Open($a: Boolean = false) { ...F } query Closed($a: Boolean = true) { ...F } fragment F on Query { provinces { totalCount } person(pin: "900000000000") @include(if: $a) { pin } }`,
      operationName: 'Closed',
    },
  ],
  ['a name like toString', { query: `query toString { ${forbidden} }`, operationName: 'toString' }],
  [
    'a name like __proto__',
    { query: `query __proto__ { ${forbidden} }`, operationName: '__proto__' },
  ],
  [
    'a variable like __proto__',
    {
      query: `query ($__proto__: Boolean = true) { person(pin: "900000000000") @include(if: $__proto__) { pin } }`,
    },
  ],
  [
    'a variable like constructor',
    {
      query: `query ($constructor: Boolean = true) { person(pin: "900000000000") @include(if: $constructor) { pin } }`,
    },
  ],
  ['only its __typename', { query: '{ person(pin: "900000000000") { __typename } }' }],
  ['only the type of an edge', { query: '{ people { edges { __typename } } }' }],
  ['only a count', { query: '{ people { totalCount } }' }],
  ['only pageInfo', { query: '{ people { pageInfo { hasNextPage endCursor } } }' }],
  [
    'below a province',
    {
      query:
        '{ provinces { nodes { personTotals { count } } } institutions { nodes { enrolments { totalCount } } } }',
    },
  ],
  ['beside introspection', { query: `{ __schema { queryType { name } } ${forbidden} }` }],
  ['beside __type', { query: `{ __type(name: "Person") { name fields { name } } ${forbidden} }` }],
  [
    '_entities',
    {
      query:
        '{ _entities(representations: [{ __typename: "Person", pin: "900000000000" }]) { ... on Person { pin fullName } } }',
    },
  ],
  ['_service', { query: '{ _service { sdl } }' }],
  ['a mutation', { query: `mutation { ${forbidden} }` }],
  ['a subscription', { query: `subscription { ${forbidden} }` }],
  ['@defer', { query: `{ provinces { totalCount } ... @defer { ${forbidden} } }` }],
  ['@stream', { query: '{ people { nodes @stream { pin } } }' }],
  [
    'block strings and comments',
    { query: `{ # """\n provinces { totalCount } # """\n ${forbidden} }` },
  ],
  ['unicode escapes', { query: `{ person(pin: "\\u0039\\u{30}0000000000") { pin } }` }],
  [
    'commas and a mark of byte order',
    { query: `\uFEFF,,,{,,,person(pin:"900000000000"),,,{,pin,},}` },
  ],
  [
    'a persisted query',
    {
      query: `{ ${forbidden} }`,
      extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } },
    },
  ],
]

/** Sends each document as somebody who may not read it, right after an open one, and twice over. */
export async function attackDocuments({ attempts, as, system }: Arena): Promise<void> {
  const token = await as({ roles: ['analyst'] })
  const post = async (request: Request): Promise<string> => {
    const response = await fetch(`${system.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(request),
    })
    return await response.text()
  }
  for (const [name, request] of hidden)
    await attempts.attack(`closed field: ${name}`, async () => {
      // The same text first in ways that may be allowed, so that a kept verdict would show.
      await post({
        ...request,
        variables: { no: true, yes: false, a: false, b: true },
        operationName: 'Open',
      })
      const answers = [await post(request), await post(request)]
      return answers.some((text) => {
        const { data, extensions } = JSON.parse(text) as { data?: unknown; extensions?: object }
        return (data !== undefined && data !== null) || 'provenance' in (extensions ?? {})
      })
    })
}

/** What introspection and errors tell somebody of what it may not see. */
export async function attackSchema({ attempts, as, ask }: Arena): Promise<void> {
  const token = await as({ roles: ['operator'] })
  for (const type of [
    'Person',
    'PersonConnection',
    'PersonFilter',
    'PersonOrderField',
    'Prescription',
    'EnrolmentTotals',
    'ParcelFilter',
    'MaritalStatus',
  ])
    await attempts.attack(`operator: __type ${type}`, async () => {
      const { body } = await ask(
        token,
        `{ __type(name: "${type}") { name fields { name } inputFields { name } enumValues { name } } }`,
      )
      return body.data?.['__type'] !== null
    })
  for (const text of [
    '{ __schema { types { name } } }',
    '{ __schema { queryType { fields { name type { name } args { type { name } } } } } }',
  ])
    await attempts.attack(`operator: names by ${text}`, async () => {
      const { body } = await ask(token, text)
      return /\b(Person|Household|Parcel|Prescription|Enrolment)\b/.test(JSON.stringify(body.data))
    })
  for (const text of [
    '{ perso }',
    '{ peopl { nodes } }',
    '{ provinces { nodes { cod } } }',
    '{ provinces(fist: 1) { totalCount } }',
    '{ provinces(where: { nam: {} }) { totalCount } }',
    'query ($v: PersonFilte) { provinces { totalCount } }',
  ])
    await attempts.attack(`suggestions: ${text}`, async () => {
      const { body } = await ask(token, text)
      const offered = /did you mean.*?\?/gi.exec(JSON.stringify(body))?.[0] ?? ''
      const closed = /person|people|household|parcel|land|prescription|dispense|enrolment/i
      return closed.test(offered) || body.data !== undefined
    })
}

/** Documents and variables that would cost more than they may; each must be refused, soon. */
export async function attackCost({ attempts, as, ask, system }: Arena, who: Victim): Promise<void> {
  const token = await as({ roles: ['citizen'], pin: persona.citizenPin })
  const nested = (open: string, close: string, inner: string, times: number) =>
    open.repeat(times) + inner + close.repeat(times)
  const documents: readonly (readonly [string, string])[] = [
    [
      'a cycle of catalogues',
      `{ communes(first: 1000) ${nested('{ nodes { province { communes(first: 1000) ', ' } } }', '{ nodes { code } }', 5)} }`,
    ],
    [
      'a cycle of catalogues, deep',
      `{ communes(first: 1000) ${nested('{ nodes { province { communes(first: 1000) ', ' } } }', '{ nodes { code } }', 50)} }`,
    ],
    ['a fragment in itself', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
    [
      'fragments that double',
      `{ ...F0 } ${Array.from({ length: 40 }, (_, i) => `fragment F${i} on Query { ${i === 39 ? 'provinces { totalCount }' : `...F${i + 1} ... { ...F${i + 1} }`} }`).join(' ')}`,
    ],
    ['aliases', `{ ${Array.from({ length: 3000 }, (_, i) => `a${i}: __typename`).join(' ')} }`],
    [
      'an introspection many times',
      `{ ${Array.from({ length: 9 }, (_, i) => `a${i}: __schema { types { fields { type { fields { name } } } } }`).join(' ')} }`,
    ],
    [
      'an introspection, multiplied inside',
      `{ __schema { types { ${Array.from({ length: 90 }, (_, i) => `a${i}: fields { type { fields { name } } }`).join(' ')} } } }`,
    ],
    [
      'an introspection, deep',
      `{ __schema { types ${nested('{ fields { type ', ' } }', '{ name }', 8)} } }`,
    ],
    ['brackets', nested('{ a ', '}', '', 50_000)],
    [
      'lists',
      `{ provinces(where: { code: { in: ${nested('[', ']', '', 5000)} } }) { totalCount } }`,
    ],
    [
      'a filter, deep',
      `{ provinces(where: ${nested('{ not: ', '}', '{ code: { eq: "1" } }', 40)}) { totalCount } }`,
    ],
    [
      'a filter, wide',
      `{ provinces(where: { or: [${'{ code: { eq: "1" } } '.repeat(300)}] }) { totalCount } }`,
    ],
    ['a page too large', '{ communes(first: 1000000) { nodes { code } } }'],
    ['a page below nothing', '{ communes(first: -1) { nodes { code } } }'],
    ['directives', `{ provinces ${'@include(if: true) '.repeat(500)} { totalCount } }`],
    ['a word without end', `{ ${'a'.repeat(200_000)} }`],
  ]
  for (const [name, query] of documents)
    await attempts.attack(`cost: ${name}`, async () => {
      const began = performance.now()
      const { body } = await ask(token, query)
      const code = String(body.errors?.[0]?.extensions['code'])
      const isRefused = [
        'DOCUMENT_TOO_LARGE',
        'COST_EXCEEDED',
        'GRAPHQL_VALIDATION_FAILED',
        'GRAPHQL_PARSE_FAILED',
        'BAD_USER_INPUT',
      ].includes(code)
      return !isRefused || performance.now() - began > 10_000
    })
  const officer = await as({ roles: ['officer'], provinces: ['01'] })
  for (const [name, times] of [
    ['a household of households', 8],
    ['a household of households, once too deep', 20],
  ] as const)
    await attempts.attack(`cost: ${name}`, async () => {
      const began = performance.now()
      const inner = nested('{ household { members ', ' } }', '{ pin }', times)
      const { body } = await ask(officer, `{ people(first: 1000) { nodes ${inner} } }`)
      const code = String(body.errors?.[0]?.extensions['code'])
      const isRefused = ['DOCUMENT_TOO_LARGE', 'COST_EXCEEDED'].includes(code)
      return !isRefused || performance.now() - began > 10_000
    })
  const deep = (times: number): unknown =>
    JSON.parse(`${'{"not":'.repeat(times)}{"code":{"eq":"1"}}${'}'.repeat(times)}`)
  const values: readonly (readonly [string, unknown])[] = [
    ['filters in filters', deep(40)],
    ['filters in filters, very', deep(1500)],
    ['a thousand and one', { code: { in: Array.from({ length: 1001 }, String) } }],
    ['a list of a list', { code: { in: [[[['01']]]] } }],
    ['many of one', { or: Array.from({ length: 2000 }, () => ({ code: { eq: '1' } })) }],
  ]
  for (const [name, where] of values)
    await attempts.attack(`cost: variables, ${name}`, async () => {
      const { body } = await ask(
        token,
        'query ($w: ProvinceFilter) { provinces(where: $w) { totalCount } }',
        { w: where },
      )
      return body.errors === undefined
    })
  await attempts.attack('cost: a body of 10 MB', async () => {
    const { status } = await system
      .ask(token, `# ${'x'.repeat(10_000_000)}\n{ me { pin } }`)
      .catch(() => ({ status: 413 }))
    return status !== 413
  })
  await attempts.attack('cost: the house stands', async () => {
    const { body } = await ask(token, '{ me { pin } }')
    return (
      JSON.stringify(body.data) !== JSON.stringify({ me: { pin: persona.citizenPin } }) ||
      who.pin === ''
    )
  })
}
