import * as fc from 'fast-check'

type Field = readonly [text: string, returns?: string]

/** Fields of the test ministries that make a valid document, with what they return. */
const fields: Readonly<Record<string, readonly Field[]>> = {
  Query: [
    ['__typename'],
    ['provinces', 'Province'],
    ['province(code: $code)', 'Province'],
    ['person(pin: "900000000001")', 'Person'],
    ['people(where: $where)', 'Person'],
    ['parcels', 'Parcel'],
    ['listed(names: ["a", $code])'],
    ['broken'],
    ['refusing(code: "X")'],
    ['vault', 'Vault'],
  ],
  Province: [['code'], ['name'], ['peopleTotals', 'Totals'], ['landTotals', 'LandTotals']],
  Person: [['pin'], ['fullName'], ['province', 'Province'], ['parcels', 'Parcel'], ['__typename']],
  Parcel: [['geohash'], ['area'], ['province', 'Province']],
  Totals: [['count'], ['__typename']],
  LandTotals: [['count'], ['area']],
  Vault: [['content']],
  __Schema: [
    ['types', '__Type'],
    ['queryType', '__Type'],
  ],
  __Type: [['name'], ['kind'], ['fields', '__Field'], ['ofType', '__Type']],
  __Field: [['name'], ['type', '__Type']],
}

const spreads: Readonly<Record<string, string>> = {
  Query: '...F',
  Person: '...G',
  Province: '...H',
}

/** Fields that make a document invalid, or an introspection. */
const odd: readonly Field[] = [
  ['nothing'],
  ['people(where: { bornAfter: "900000000001" })', 'Person'],
  ['provinces'],
  ['code { x }'],
  ['listed(names: [[1]])'],
  ['__schema', '__Schema'],
  ['__type(name: "Person")', '__Type'],
]

const soundDirectives = ['', '', '', '@include(if: true)', '@skip(if: $yes)'] as const
const oddDirectives = ['@skip(if: "no")', '@deprecated', '@include', '@skip(if: $nobody)'] as const

type Soundness = 'sound' | 'odd'

function selection(type: string, depth: number, kind: Soundness): fc.Arbitrary<string> {
  const known = fields[type] ?? []
  const directive = fc.constantFrom(...soundDirectives, ...(kind === 'odd' ? oddDirectives : []))
  const field = fc
    .constantFrom(...known, ...(kind === 'odd' ? odd : []))
    .chain(([text, returned]) => {
      const inner =
        returned === undefined
          ? fc.constant('')
          : depth === 0
            ? fc.constant('{ __typename }')
            : selectionSet(returned, depth - 1, kind)
      // The same alias always stands for the same field, so that sound documents can be merged.
      const own = `x${text.replaceAll(/\W/g, '')}: `
      const alias = fc.constantFrom('', '', own, ...(kind === 'odd' ? ['a: ', 'code: '] : []))
      return fc.tuple(alias, inner, directive).map(([as, set, on]) => `${as}${text} ${on} ${set}`)
    })
  const condition = fc.constantFrom(`on ${type}`, '', ...(kind === 'odd' ? ['on Nowhere'] : []))
  const fragment = fc
    .tuple(
      condition,
      depth === 0 ? fc.constant('{ __typename }') : selectionSet(type, depth - 1, kind),
    )
    .map(([on, set]) => `... ${on} ${set}`)
  const spread = fc.constantFrom(
    spreads[type] ?? '__typename',
    ...(kind === 'odd' ? ['...F', '...Nowhere'] : []),
  )
  return fc.oneof(
    { weight: 8, arbitrary: field },
    { weight: 1, arbitrary: fragment },
    { weight: 1, arbitrary: spread },
  )
}

function selectionSet(type: string, depth: number, kind: Soundness): fc.Arbitrary<string> {
  return fc
    .array(selection(type, depth, kind), { minLength: 1, maxLength: 3 })
    .map((selections) => `{ ${selections.join(' ')} }`)
}

const fragments = {
  F: 'fragment F on Query { provinces { ...H } }',
  G: 'fragment G on Person { pin province { code } }',
  H: 'fragment H on Province { name landTotals { count } }',
}

const declarations = {
  $yes: '$yes: Boolean!',
  $code: '$code: ID!',
  $where: '$where: PersonFilter',
}

/** Declares the variables and appends the fragments that a selection uses. */
function whole(set: string): string {
  let text = set
  for (const [name, fragment] of Object.entries(fragments))
    if (text.includes(`...${name}`)) text += ` ${fragment}`
  const declared = Object.entries(declarations).flatMap(([name, declaration]) =>
    text.includes(name) ? [declaration] : [],
  )
  return `query ${declared.length > 0 ? `(${declared.join(', ')})` : ''} ${text}`
}

const sound = selectionSet('Query', 3, 'sound').map(whole)
const unsound = fc
  .tuple(
    fc.constantFrom('', 'mutation', 'subscription', 'query A'),
    selectionSet('Query', 3, 'odd'),
  )
  .map(([head, set]) => (head === '' ? whole(set) : `${head} ${set}`))

/** A document with a few characters taken out and others put in. */
const spoilt = fc
  .tuple(sound, fc.nat(), fc.nat({ max: 20 }), fc.string({ unit: 'binary', maxLength: 8 }))
  .map(([text, at, length, put]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + put + text.slice(place + length)
  })

const punctuation = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ':',
  '!',
  '$',
  '...',
  '"',
  'a',
  '@',
  '#',
] as const
const wild = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.array(fc.constantFrom(...punctuation), { maxLength: 300 }).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('{', 'a{', '[', '{a(b:[', '"""', '...on Query{'), fc.nat({ max: 3000 }))
    .map(([part, times]) => part.repeat(times)),
)

export const documents = fc.oneof(
  { weight: 10, arbitrary: sound },
  { weight: 4, arbitrary: unsound },
  { weight: 3, arbitrary: spoilt },
  { weight: 2, arbitrary: wild },
)

const fitting = fc.record({
  yes: fc.boolean(),
  code: fc.constantFrom('01', '48', '79', '00'),
  where: fc.option(fc.record({ fullName: fc.string(), provinces: fc.array(fc.string()) })),
})

/** Variables that mostly fit. */
export const variables = fc.oneof(
  { weight: 6, arbitrary: fitting },
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.jsonValue() },
  {
    weight: 1,
    arbitrary: fc.record({ yes: fc.jsonValue(), code: fc.jsonValue(), where: fc.jsonValue() }),
  },
  {
    weight: 1,
    arbitrary: fc.dictionary(
      fc.constantFrom('__proto__', 'constructor', 'representations', 'yes'),
      fc.jsonValue(),
    ),
  },
)
