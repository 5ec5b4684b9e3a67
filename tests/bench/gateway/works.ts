import { parse } from 'graphql'
import { Supergraph } from '@apollo/federation-internals'
import { withoutSecurityLinks } from '../../../gateway/supergraph/security-links.ts'
import { openAdHoc } from './ad-hoc.ts'
import type { ContenderName } from './contenders.ts'
import { type Graph, house, shop } from './graph.ts'

/** Requests of one kind, over one graph. */
export interface Work {
  readonly name: string
  readonly graphAt: (origin: string) => Promise<Graph> | Graph
  readonly contenders: readonly ContenderName[]
  /** The body of the i-th request. */
  readonly body: (i: number) => string
  /** Requests whose answers are compared with stock's. */
  readonly compared: number
  readonly connections: readonly number[]
  /** Every request once: so many in a round. Otherwise as many as a round's time allows. */
  readonly once?: number
  /** What the processor's time is to be, as a ratio to stock's. */
  readonly aims: Partial<Record<ContenderName, number>>
}

const deepQuery = `query ($salt: Int) {
  users(salt: $salt) { ...User reviews { ...Review product { ...Product reviews { ...Review
    author { ...User reviews { ...Review product { ...Product } } } } } } }
  topProducts(salt: $salt) { ...Product reviews { ...Review
    author { ...User reviews { ...Review product { ...Product } } } } }
}
fragment User on User { id username name }
fragment Review on Review { id body }
fragment Product on Product { inStock name price shippingEstimate upc weight }`

const smallQuery = `query ($codes: [ID!]) {
  provinces(where: { code: { in: $codes } }) {
    nodes { name areaKm2 personTotals { count } householdTotals { count } parcelTotals { area { sum } } }
  }
}`

const everybody: readonly ContenderName[] = ['open', 'guarded', 'stock']
/** The first one warms up. */
const loads = [50, 1, 500]
const shapes = 40

/** Ad-hoc documents over the house's supergraph. */
export function openWorks(supergraph: string): readonly Work[] {
  const built = Supergraph.build(withoutSecurityLinks(supergraph, parse(supergraph)))
  const schema = built.apiSchema().toGraphQLJSSchema()
  const adHoc = openAdHoc(schema)
  const asBody = (query: string, variables?: unknown) => JSON.stringify({ query, variables })
  return [
    {
      name: 'deep',
      graphAt: shop,
      contenders: everybody,
      body: (i) => asBody(deepQuery, { salt: i }),
      compared: 5,
      connections: loads,
      aims: { open: 0.16, guarded: 0.22 },
    },
    {
      name: 'identical',
      graphAt: shop,
      contenders: ['open', 'guarded', 'unshared', 'stock'],
      body: () => asBody(deepQuery, { salt: 1 }),
      compared: 1,
      connections: [50],
      aims: { open: 0.035 },
    },
    {
      name: 'small',
      graphAt: house,
      contenders: everybody,
      body: (i) => asBody(smallQuery, { codes: [`0${i % 10}`, String(i)] }),
      compared: 5,
      connections: loads,
      aims: { open: 0.14, guarded: 0.25 },
    },
    {
      name: 'ad-hoc',
      graphAt: house,
      contenders: ['open', 'stock'],
      body: (i) => asBody(adHoc.document(i, i)),
      compared: 40,
      connections: [50],
      once: 2000,
      aims: { open: 0.45 },
    },
    {
      name: 'ad-hoc-shapes',
      graphAt: house,
      contenders: ['open', 'stock'],
      body: (i) => asBody(adHoc.document(1_000_000 + (i % shapes), i)),
      compared: 2 * shapes,
      connections: [50],
      once: 2000,
      aims: { open: 0.18 },
    },
  ]
}
