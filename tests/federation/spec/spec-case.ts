import type { MinistryPlan, Resolvers } from '../gateway-ministry.ts'

/** One feature of Federation 2: small subgraphs that use it, and questions with the right answers. */
export interface SpecCase {
  readonly feature: string
  readonly subgraphs: readonly MinistryPlan[]
  /** What a subgraph answers to everything, as `data`, whatever its schema says. */
  readonly answers?: Readonly<Record<string, unknown>>
  readonly asks: readonly SpecAsk[]
}

export interface SpecAsk {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
  /** Names in the order of the answer. */
  readonly data: unknown
  /** Paths of the errors, in any order; none unless said. */
  readonly errors?: readonly (readonly (string | number)[])[]
  /** Words that each error's message holds. */
  readonly message?: RegExp
  /** Requests that each subgraph gets for it, where that is the point. */
  readonly requests?: Readonly<Record<string, number>>
  /** What Apollo's gateway gets wrong about it (2.14.4). A test fails when it does no more. */
  readonly stock?: string
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key",
  "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject",
  "@context", "@fromContext"])`

/** A subgraph of a case; its SDL without the link to Federation. */
export function subgraph(name: string, sdl: string, resolvers: Resolvers = {}): MinistryPlan {
  return { name, sdl: `${link}\n${sdl}`, resolvers }
}
