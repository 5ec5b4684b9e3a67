/** A subgraph as it is, or would be, live. */
export interface PublishedSubgraph {
  readonly name: string
  /** Annotated SDL, or the SDL of any Federation 2 subgraph. */
  readonly sdl: string
  /** Where it answers. */
  readonly url: string
}
