import type { MinistryPlan } from '../federation/gateway-ministry.ts'

/** What the ledger holds; a test may change it. */
export interface Ledger extends MinistryPlan {
  readonly entries: { id: string; text: string | null; at: string; amount: string | number }[]
  /** Called before each page; may fail or wait. */
  onPage: (first: number, after: string | null) => Promise<void>
  /** The pages asked for, in order. */
  readonly asked: { readonly first: number; readonly after: string | null }[]
}

/** A ministry of any number of entries in pages, without a database: what comes back is the test's to choose. */
export function ledger(count: number): Ledger {
  const plan: Ledger = {
    name: 'ledger',
    entries: Array.from({ length: count }, (_, i) => ({
      id: String(i),
      text: `entry ${i}`,
      at: '2026-11-01T00:00:00Z',
      amount: i,
    })),
    asked: [],
    onPage: async () => undefined,
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@authenticated", "@requiresScopes"])
    scalar BigInt
    scalar DateTime
    type Query @authenticated {
      entries(first: Int, after: String, last: Int, like: String): EntryConnection!
      box: Box
      secret: [Entry!]! @requiresScopes(scopes: [["oversight:log:read"]])
    }
    type Box @authenticated { label: String entries(first: Int, after: String): EntryConnection! few: [Entry!]! }
    type EntryConnection @authenticated { nodes: [Entry!]! edges: [EntryEdge!]! pageInfo: PageInfo! totalCount: Int }
    type EntryEdge @authenticated { node: Entry! cursor: String! }
    type PageInfo @authenticated { hasNextPage: Boolean! endCursor: String }
    type Entry @authenticated { id: ID! text: String at: DateTime amount: BigInt parts: [Part!]! owner: Owner }
    type Part @authenticated { name: String! share: Float }
    type Owner @authenticated { name: String }`,
    resolvers: {
      Query: {
        entries: async (_parent, { first, after }) => await page(plan, first, after),
        box: () => ({ label: 'box' }),
        secret: () => plan.entries,
      },
      Box: {
        entries: async (_parent, { first, after }) => await page(plan, first, after),
        few: () => plan.entries.slice(0, 3),
      },
      Entry: {
        parts: ({ id }) =>
          Number(id) % 2 === 0
            ? [
                { name: `a${String(id)}`, share: 0.5 },
                { name: `b${String(id)}`, share: null },
              ]
            : [],
        owner: ({ id }) => (Number(id) % 3 === 0 ? null : { name: `owner ${String(id)}` }),
      },
    },
  }
  return plan
}

async function page(plan: Ledger, first: unknown, after: unknown) {
  const size = typeof first === 'number' ? first : 20
  const cursor = typeof after === 'string' ? after : null
  plan.asked.push({ first: size, after: cursor })
  await plan.onPage(size, cursor)
  const from = cursor === null ? 0 : Number(cursor) + 1
  const nodes = plan.entries.slice(from, from + size)
  const end = from + nodes.length
  return {
    nodes,
    edges: nodes.map((node, i) => ({ node, cursor: String(from + i) })),
    pageInfo: {
      hasNextPage: end < plan.entries.length,
      endCursor: nodes.length === 0 ? null : String(end - 1),
    },
    totalCount: plan.entries.length,
  }
}
