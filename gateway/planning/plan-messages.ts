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

/**
 * The plan as JSON, nothing where none was asked for, why the operation is refused (GRAPHQL_VALIDATION_FAILED), or what
 * went wrong.
 */
export type PlanReply =
  { readonly plan?: string } | { readonly refusal: string } | { readonly failure: string }
