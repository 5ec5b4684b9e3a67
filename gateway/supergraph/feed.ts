/** A supergraph as the registry hands it out. */
export interface SignedText {
  readonly text: string
  /** Compact JWS over variant, release and SHA-256 (registry/signed-supergraph.ts). */
  readonly jws: string
}

/** Where supergraphs are followed. */
export interface SupergraphFeed {
  /** Said in messages: an address, or what it is. */
  readonly name: string
  /** The last supergraph; `unchanged` where `known` is its SHA-256. Fails when it cannot be had. */
  read(variant: string, known: string | undefined): Promise<SignedText | 'unchanged'>
  /** Calls back when there is something new to read, where the feed knows. */
  readonly onChange?: (callback: () => void) => void
}
