import type { RequestState } from './context.ts'

/** What is known of a request when it begins. */
type Begun = Pick<
  RequestState,
  | 'id'
  | 'deadline'
  | 'lease'
  | 'identity'
  | 'purpose'
  | 'misnamed'
  | 'trail'
  | 'telemetry'
  | 'use'
  | 'exported'
  | 'scenario'
  | 'allowance'
  | 'place'
>

/** What a request that has just arrived carries from stage to stage. */
export function requestState(begun: Begun): RequestState {
  return {
    ...begun,
    classes: [],
    operation: undefined,
    cost: undefined,
    objects: undefined,
    provenance: {},
    persons: new Map(),
    verdict: undefined,
    answer: undefined,
    answered: false,
  }
}
