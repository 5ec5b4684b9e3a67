import { readFile } from 'node:fs/promises'
import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import { committedSupergraph } from '../../../deploy/gateway-config.ts'
import type { WorldSize } from './answer-operation.ts'

/** A supergraph and the world that its ministries answer from. */
export interface Graph {
  readonly name: string
  readonly supergraph: string
  readonly size: WorldSize
}

/** The ministries of this house, at addresses of one process. */
export async function house(origin: string): Promise<Graph> {
  const text = await readFile(committedSupergraph, 'utf8')
  return {
    name: 'house',
    supergraph: text.replace(
      /@join__graph\(name: "(\w+)", url: "[^"]*"\)/g,
      (_all, name: string) => `@join__graph(name: "${name}", url: "${origin}/${name}")`,
    ),
    size: { lists: {}, list: 3, pools: {}, pool: 10 },
  }
}

const head = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@authenticated", "@listSize"])`

const shopSdls: Readonly<Record<string, string>> = {
  accounts: `type Query @authenticated { users(salt: Int): [User!]! @listSize(assumedSize: 9) }
    type User @key(fields: "id") @authenticated { id: ID! name: String username: String birthday: Int }`,
  inventory: `type Product @key(fields: "upc") @authenticated { upc: String! inStock: Boolean shippingEstimate: Int }`,
  products: `type Query @authenticated { topProducts(salt: Int, first: Int): [Product!]!
      @listSize(assumedSize: 8, slicingArguments: ["first"], requireOneSlicingArgument: false) }
    type Product @key(fields: "upc") @authenticated { upc: String! name: String }`,
  prices: `type Product @key(fields: "upc") @authenticated { upc: String! price: Int weight: Int }`,
  reviews: `type Review @key(fields: "id") @authenticated { id: ID! body: String author: User product: Product }
    type User @key(fields: "id") @authenticated { id: ID! reviews: [Review!]! @listSize(assumedSize: 3) }
    type Product @key(fields: "upc") @authenticated { upc: String! reviews: [Review!]! @listSize(assumedSize: 3) }`,
}

/** Users, products and reviews that lead to each other: few of them, met again and again. */
export function shop(origin: string): Graph {
  return {
    name: 'shop',
    supergraph: composed(shopSdls, origin),
    size: {
      lists: { 'Query.users': 9, 'Query.topProducts': 8, 'User.reviews': 3, 'Product.reviews': 3 },
      list: 3,
      pools: { User: 8, Product: 11, Review: 1000 },
      pool: 10,
    },
  }
}

/** A person whose fields are spread over as many ministries as one likes. */
export function spreadOver(ministries: number, origin: string): string {
  const sdls: Record<string, string> = {}
  for (let i = 0; i < ministries; i++) {
    const fields = Array.from({ length: 20 }, (_, n) => `m${i}f${n}: String`).join(' ')
    const query = `type Query @authenticated { people${i}(first: Int): [Person!]! }`
    const next = `m${i}next: Person`
    sdls[`m${i}`] =
      `${query} type Person @key(fields: "id") @authenticated { id: ID! ${fields} ${next} }`
  }
  return composed(sdls, origin)
}

function composed(sdls: Readonly<Record<string, string>>, origin: string): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(sdls).map(([name, sdl]) => ({
      name,
      url: `${origin}/${name}`,
      typeDefs: parse(`${head}\n${sdl}`),
    })),
  )
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'))
  return supergraphSdl
}
