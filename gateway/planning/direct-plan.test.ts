import { composeServices } from '@apollo/composition'
import type { PlanNode } from '@apollo/query-planner'
import { getOperationAST, parse } from 'graphql'
import { expect, test } from 'vitest'
import { openDirectPlans } from './direct-plan.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external",
  "@requires", "@provides", "@shareable", "@override"])`

function supergraphOf(subgraphs: Readonly<Record<string, string>>) {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({
      name,
      url: 'http://127.0.0.1:9/',
      typeDefs: parse(`${link}\n${sdl}`),
    })),
  )
  if (supergraphSdl === undefined) throw new Error(String(errors))
  return parse(supergraphSdl)
}

const planDirectly = openDirectPlans(
  supergraphOf({
    a: `type Query { books(n: Int): [Book!] shared: Int @shareable liked: Media own: Owner }
      type Mutation { add: Book }
      interface Media { id: ID! }
      type Book implements Media @key(fields: "id") @key(fields: "shelf { code }") {
        id: ID! shelf: Shelf title: String pages: Int old: Int best: [[Book]]
      }
      type Shelf @shareable { code: String name: String }
      type Owner { name: String @shareable }`,
    b: `type Query { shared: Int @shareable }
      type Book @key(fields: "id") @key(fields: "isbn") {
        id: ID! isbn: String price(in: String): Int old: Int @override(from: "a")
        pages: Int @external weight: Int @requires(fields: "pages")
      }`,
    c: `type Book @key(fields: "isbn") { isbn: String stars: Int }`,
    d: `type Query { lent: Loan }
      type Loan { book: Book @provides(fields: "note") other: Book }
      type Book @key(fields: "shelf { code }") { shelf: Shelf note: String @external place: Int }
      type Shelf @shareable { code: String name: String }`,
    e: `type Book @key(fields: "id") { id: ID! note: String @shareable }`,
  }),
)

/** The requests, each as `path ministry operation`; undefined for what is not planned directly. */
function requests(query: string): readonly string[] | undefined {
  const document = parse(query)
  const operation = getOperationAST(document)
  const plan = operation ? planDirectly(document, operation) : undefined
  if (plan === undefined) return undefined
  const { node } = plan
  return node === undefined || node.kind === 'Subscription' ? [] : [...requestsIn(node, '')]
}

function* requestsIn(node: PlanNode, path: string): Iterable<string> {
  if (node.kind === 'Fetch') yield `${path}${node.serviceName} ${node.operation}`
  else if (node.kind === 'Flatten') yield* requestsIn(node.node, `${node.path.join('.')} `)
  else if (node.kind === 'Sequence' || node.kind === 'Parallel')
    for (const inner of node.nodes) yield* requestsIn(inner, path)
}

test('asks each ministry for all that it answers, and others by a key', () => {
  expect(
    requests(`query ($in: String = "VND", $n: Int) { books(n: $n) { kind: __typename cost: price(in: $in) ...T title old best { note } } }
      fragment T on Media { ... on Book { pages isbn } }`),
  ).toEqual([
    'a query($n:Int){books(n:$n){__typename pages title best{__typename id} id}}',
    'books.@.best.@.@ e query($representations:[_Any!]!){_entities(representations:$representations){... on Book{note}}}',
    'books.@ b query($representations:[_Any!]!,$in:String="VND"){_entities(representations:$representations){... on Book{cost:price(in:$in) isbn old}}}',
  ])
})

test('one ministry leads to the next by the key that it knows', () => {
  expect(requests('{ lent { other { shelf { name } pages } } }')).toEqual([
    'd {lent{other{shelf{name code} __typename}}}',
    'lent.other a query($representations:[_Any!]!){_entities(representations:$representations){... on Book{pages}}}',
  ])
  expect(requests('{ __typename }')).toEqual([])
})

test.each([
  ['a mutation', 'mutation { add { id } }'],
  ['a root of several ministries', '{ shared }'],
  ['an interface', '{ liked { id } }'],
  ['a requirement', '{ books { weight } }'],
  ['what is provided', '{ lent { book { note } } }'],
  ['a way over a third ministry', '{ books { stars } }'],
  ['what introspection answers', '{ __schema { queryType { name } } }'],
  ['a directive', '{ books @live { id } }'],
])('%s is left to the planner', (_what, query) => {
  expect(requests(query)).toBeUndefined()
})
