import { describe, expect, test } from 'vitest'
import { problemText } from '../problem.ts'
import { checkReport, reportLines } from './check-report.ts'
import { checkSchema, type CheckRequest } from './check-schema.ts'

const read = '@requiresScopes(scopes: [["land:parcel:read"]])'

/** A ministry with one type, well written; `change` spoils it. */
function ministry(name: string, change: (text: string) => string = (text) => text) {
  const type = name.charAt(0).toUpperCase() + name.slice(1)
  const text = `"Tàu thuyền · A vessel of ${name}"
type ${type} @key(fields: "id") @table(name: "vessel", key: ["id"]) ${read} {
  "Số đăng ký · Registration"
  id: ID! @filterable
  "Chủ tàu · Its owners"
  owners: [Owner${type}!]! @listSize(assumedSize: 2) @join(columns: ["vessel_id"])
  "Loại · Kind"
  kind: Kind${type}!
}
"Chủ · An owner"
type Owner${type} @table(name: "owner", key: ["id"], roots: false) ${read} {
  "Tên · Name"
  name: String!
}
"Loại · Kind"
enum Kind${type} {
  "Tàu cá · Fishing vessel"
  FISHING_VESSEL
}
`
  return { name, text: change(text), file: `${name}.graphql`, url: `http://${name}/graphql` }
}

async function said(...subgraphs: CheckRequest['subgraphs']) {
  return (await checkSchema({ subgraphs })).problems.map(problemText)
}

const spoilt = (from: string, to: string) =>
  said(ministry('vessel', (text) => text.replace(from, to)))

describe('a ministry by itself', () => {
  test('has no problem where it keeps the rules', async () => {
    expect(await said(ministry('vessel'))).toEqual([])
  })

  test.each([
    [
      'type OwnerVessel',
      'type owner_vessel',
      'NAME_STYLE',
      'expected PascalCase, got owner_vessel',
    ],
    ['kind: Kind', 'Kind: Kind', 'NAME_STYLE', 'expected camelCase, got Kind'],
    ['FISHING_VESSEL', 'fishingVessel', 'NAME_STYLE', 'expected UPPER_CASE, got fishingVessel'],
    ['kind: Kind', 'loaiTau: Kind', 'NAME_NOT_ENGLISH', 'expected an English name'],
    ['"Tên · Name"', '', 'DESCRIPTION_MISSING', 'expected a description "Vietnamese · English"'],
    [
      '"Tên · Name"',
      '"Name"',
      'DESCRIPTION_MISSING',
      'expected Vietnamese · English, got one of them',
    ],
    [
      '@listSize(assumedSize: 2)',
      '',
      'LIST_SIZE_MISSING',
      'expected @listSize(assumedSize: …) or the argument first',
    ],
  ])('%s → %s: %s', async (from, to, code, message) => {
    const problems = await spoilt(from, to)
    const own = problems.filter((text) => text.endsWith(`[${code}]`))
    expect(own).toEqual([expect.stringMatching(/^vessel\.graphql:\d+: \w+(\.\w+)?: /)])
    expect(own[0]).toContain(message)
  })

  test.each(['ten: String!', 'chip: Int', 'soCode: String', 'x2: Int', 'name2: String'])(
    '%s is a name in the convention, and English enough',
    async (field) => {
      const problems = await spoilt('"Tên · Name"', `"Một · One" ${field}\n "Tên · Name"`)
      expect(problems).toEqual([])
    },
  )

  test('a list of plain values has no rows to count', async () => {
    expect(
      await spoilt('kind: KindVessel!', 'kind: KindVessel!\n "Mã · Codes"\n codes: [String!]!'),
    ).toEqual([])
  })

  test('what is no SDL is one problem with its line', async () => {
    expect(await spoilt('enum KindVessel {', 'enum {')).toEqual([
      'vessel.graphql:16: Syntax Error: Expected Name, found "{". [SDL_SYNTAX]',
    ])
  })
})

const plain = (fields: string) => ({
  name: 'foreign',
  file: 'foreign.graphql',
  url: 'http://foreign/graphql',
  text: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@requiresScopes", "@shareable"])
"Tàu · Vessel"
type Vessel @key(fields: "id") ${read} {
  "Số · Number"
  id: ID!
  ${fields}
}
`,
})

describe('ministries together', () => {
  const size = '"Cỡ · Size"\n  size("Đơn vị · Unit"\n unit: String): Int'
  const owner = ministry('vessel', (text) =>
    text.replace('"Loại · Kind"\n  kind', `${size} @resolved\n  "Loại · Kind"\n  kind`),
  )

  test('arguments inside @requires are a problem, a requirement without is none', async () => {
    const dear = (selection: string) => `"Cỡ · Size"
      size("Đơn vị · Unit"\n unit: String): Int @external
      "Phí · Fee"
      fee: Int @requires(fields: "${selection}")`
    expect(await said(owner, plain(dear('size(unit: \\"ft\\")')))).toEqual([
      'foreign.graphql:10: Vessel.fee: expected fields without arguments in @requires, got size(unit:) [REQUIRES_ARGUMENTS]',
    ])
    expect(await said(owner, plain(dear('size')))).toEqual([])
  })

  test('one field has one owner, shareable or not', async () => {
    const shared = '"Loại · Kind"\n  kind: KindVessel! @shareable'
    const both = ministry('vessel', (text) =>
      text.replace('kind: KindVessel!', 'kind: KindVessel! @shareable'),
    )
    const enumText =
      '}\n"Loại · Kind"\nenum KindVessel { "Tàu cá · Fishing vessel"\n FISHING_VESSEL'
    expect(await said(both, plain(`${shared}\n${enumText}`))).toEqual([
      'foreign.graphql:7: Vessel.kind: expected one ministry to answer it, got vessel, foreign [FIELD_OWNED_TWICE]',
    ])
    expect(
      await said(ministry('vessel'), plain(`${shared.replace(' @shareable', '')}\n${enumText}`)),
    ).toEqual([
      'foreign.graphql:7: Vessel.kind: expected one ministry to answer it, got vessel, foreign [FIELD_OWNED_TWICE]',
    ])
  })

  test('composition is told in plain words, with the place in the ministry’s own text', async () => {
    const [problem] = (
      await checkSchema({
        subgraphs: [
          ministry('vessel'),
          plain(
            '"Loại · Kind"\n  kind: Int @external\n "Phí · Fee"\n fee: Int @requires(fields: "kind")',
          ),
        ],
      })
    ).problems
    expect(problem).toMatchObject({
      code: 'EXTERNAL_TYPE_MISMATCH',
      coordinate: 'Vessel.kind',
      file: 'foreign.graphql',
      line: 7,
    })
    expect(problem?.message).toMatch(
      /^its @external declaration has another type than its owner gives it \(vessel, foreign\) \(/,
    )
  })

  test('only the ministry that is named is looked at by itself', async () => {
    const spoiltOne = ministry('vessel', (text) => text.replace('"Tên · Name"', '"Name"'))
    const subgraphs = [spoiltOne, ministry('port')]
    expect((await checkSchema({ subgraphs, only: 'port' })).problems).toEqual([])
    expect((await checkSchema({ subgraphs, only: 'vessel' })).problems).toHaveLength(1)
  })
})

describe('a report', () => {
  const problems = [
    {
      code: 'NAME_STYLE',
      message: 'expected camelCase, got X',
      coordinate: 'A.X',
      file: 'a',
      line: 2,
    },
    { code: 'FIELD_TYPE_MISMATCH', message: 'differs', coordinate: 'A.b' },
    { code: 'SOMETHING_ELSE', message: 'unheard of' },
  ]
  const report = checkReport({
    problems,
    notes: [{ code: 'CHANGE_UNUSED', message: 'gone' }],
    changes: [],
  })

  test('says how to mend what is known', () => {
    expect(report.ok).toBe(false)
    expect(report.problems.map(({ mend }) => typeof mend)).toEqual([
      'string',
      'string',
      'undefined',
    ])
    expect(checkReport({ problems: [], notes: [], changes: [] }).ok).toBe(true)
  })

  test('as text is one line a problem, as JSON itself, as a table for people', () => {
    expect(reportLines(report, { format: 'text', colour: false })).toEqual([
      'a:2: A.X: expected camelCase, got X [NAME_STYLE]',
      'A.b: differs [FIELD_TYPE_MISMATCH]',
      'unheard of [SOMETHING_ELSE]',
      'note: gone [CHANGE_UNUSED]',
      '3 problems, 1 note',
    ])
    expect(JSON.parse(reportLines(report, { format: 'json', colour: false }).join())).toEqual(
      report,
    )
    const table = reportLines(report, { format: 'table', colour: false })
    expect(table[0]).toBe('problem  NAME_STYLE           A.X  a:2')
    expect(table.join('\n')).toMatch(/\n {4}mend: /)
    expect(table.join('\n')).not.toContain('\u001B')
    expect(reportLines(report, { format: 'table', colour: true })[0]).toContain('\u001B[31mproblem')
  })
})
