import type { Caller } from '../auth/caller.ts'
import type { Purpose } from '../auth/purpose.ts'
import { openTrail } from './audit/trail.ts'
import type { RequestState } from './context.ts'
import { openDeadline } from './execution/deadline.ts'
import type { ExportedPage } from './export/exported-page.ts'
import { identityOf } from './identity-of.ts'
import type { House } from './begin-request.ts'
import { newRequestId } from './new-request-id.ts'
import { requestState } from './request-state.ts'

/** Who asks from inside, and what for. */
export interface InsideCaller {
  readonly caller: Caller
  /** Undefined: none is named. */
  readonly purpose: Purpose | undefined
  readonly exported?: ExportedPage
}

/** A request of the gateway's own that has just arrived: stages 1 to 5 of the pipeline without what is of HTTP. */
export function insideState(
  { lifecycle, audit, consumers, deadlineMs }: House,
  { caller, purpose, exported }: InsideCaller,
): RequestState {
  return requestState({
    id: newRequestId(),
    deadline: openDeadline(deadlineMs),
    lease: lifecycle.lease(),
    identity: identityOf(caller, purpose),
    purpose,
    misnamed: undefined,
    trail: audit && openTrail(audit),
    telemetry: undefined,
    use: consumers?.use,
    exported,
    // Runs are bounded by whoever schedules them; nobody is there who could wait.
    allowance: undefined,
  })
}
