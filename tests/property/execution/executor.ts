import type { DocumentNode } from 'graphql'

/** One operation of a document, with the variables that come with it. */
export interface Operation {
  readonly document: DocumentNode
  readonly variables: Readonly<Record<string, unknown>>
}

/** What is sent to a subgraph. */
export interface SubgraphRequest {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

export interface Answer {
  readonly data: Record<string, unknown> | null
  readonly errors: readonly AnswerError[]
}

export interface AnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[] | undefined
}

export type Ask = (subgraph: string, request: SubgraphRequest) => Promise<Answer>

/** Executes operations on one supergraph, over subgraphs in process. */
export interface Executor {
  /** Never fails for what subgraphs answer; a bug in it may throw. */
  execute(operation: Operation, ask: Ask): Promise<Answer>
  close(): Promise<void>
}
