/** To the planning thread; each but `close` is answered before the next one is sent. */
export type PlanRequest =
  | { readonly kind: 'open'; readonly planner: number; readonly supergraph: string }
  | { readonly kind: 'close'; readonly planner: number }
  | { readonly kind: 'plan'; readonly planner: number; readonly operation: OperationText }

/** One operation of a validated document. */
export interface OperationText {
  readonly text: string
  readonly operationName: string | undefined
}

/** The plan as JSON, nothing where none was asked for, or why it cannot be done. */
export type PlanReply = { readonly plan?: string } | { readonly failure: string }
