/** A supergraph as the registry hands it out. */
export interface SignedText {
  readonly text: string
  /** Compact JWS over variant, release and SHA-256 (registry/signed-supergraph.ts). */
  readonly jws: string
  /** Compact JWS: that it is the last one, and when that was so (registry/current-supergraph.ts). */
  readonly current?: string | undefined
}

/** What is known already is still the last one. */
export interface Unchanged extends Pick<SignedText, 'current'> {
  readonly unchanged: true
}

/** Where supergraphs are followed. */
export interface SupergraphFeed {
  /** Said in messages: an address, or what it is. */
  readonly name: string
  /** In this process: what it says needs no signature to be of now. */
  readonly isOwn?: true
  /** The last supergraph; `unchanged` where `known` is its SHA-256. Fails when it cannot be had. */
  read(variant: string, known: string | undefined): Promise<SignedText | Unchanged>
  /** Calls back when there is something new to read, where the feed knows. */
  readonly onChange?: (callback: () => void) => void
}
