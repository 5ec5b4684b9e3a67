import type { FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Caller } from '../auth/caller.ts'
import type { Purpose } from '../auth/purpose.ts'
import type { VerifyCaller } from '../auth/verify-caller.ts'
import { CodedError } from '../schema/errors.ts'
import { type TrailParts, openTrail } from './audit/trail.ts'
import { callerOf } from './caller-of.ts'
import type { Consumers } from './consumers.ts'
import type { RequestState } from './context.ts'
import { openDeadline } from './execution/deadline.ts'
import type { ExportedPage } from './export/exported-page.ts'
import { placeOf, waitedMs } from './http/admission.ts'
import { checkMessage } from './http/message.ts'
import { searchOf } from './http/search-of.ts'
import { identityOf } from './identity-of.ts'
import { purposeAsked } from './purpose-asked.ts'
import { allowanceOf } from './rates/allowance-of.ts'
import type { Rates } from './rates/rates.ts'
import { requestState } from './request-state.ts'
import type { ScenarioMark } from './scenarios/scenario.ts'
import type { Lifecycle } from './supergraph/lifecycle.ts'
import {
  type BeginTelemetry,
  type RequestTelemetry,
  staged,
} from './telemetry/request-telemetry.ts'
import type { AddressedDocument } from './trusted/addressed-document.ts'
import { documentOf } from './trusted/document-of.ts'
import type { SentMessage } from './trusted/with-document.ts'

/** What the stages work with. */
export interface House {
  readonly lifecycle: Lifecycle
  /** Verifies access tokens; absent when the gateway runs open. */
  readonly verifyCaller: VerifyCaller | undefined
  /** The audit journal; absent when the gateway runs open. */
  readonly audit: TrailParts | undefined
  /** Counts of use and registered documents; absent where there are none. */
  readonly consumers: Consumers | undefined
  /** What callers may take in a minute and on a day; absent where nothing of it is limited. */
  readonly rates: Rates | undefined
  /** Metrics and traces of requests; absent where nobody listens. */
  readonly telemetry: BeginTelemetry | undefined
  readonly deadlineMs: number
  readonly log: Logger
}

/** A step of a scenario: its document is the house's own, its purpose the scenario's. */
export interface AskedStep {
  /** Undefined: statistics alone, for which none is named. */
  readonly purpose: string | undefined
  readonly scenario: ScenarioMark
}

/** What a request is beside a message of its own. */
interface Way {
  readonly exported?: ExportedPage
  readonly addressed?: AddressedDocument
  readonly step?: AskedStep
}

/** Stages 1–5 of the pipeline (pipeline.ts), in whichever way a request comes. */
export function beginnings(house: House) {
  const { lifecycle, verifyCaller, audit, consumers, rates, deadlineMs, log } = house
  const trusted = consumers?.trusted
  return async (request: FastifyRequest, way: Way): Promise<RequestState> => {
    const telemetry = house.telemetry?.(request)
    try {
      return await staged(telemetry, 'arrive', () => begin(request, way, telemetry))
    } catch (error) {
      // Nobody has its state, who would end it.
      telemetry?.end()
      throw error
    }
  }

  async function begin(
    request: FastifyRequest,
    way: Way,
    telemetry: RequestTelemetry | undefined,
  ): Promise<RequestState> {
    const began = performance.now() - waitedMs(request)
    const trail = audit && openTrail(audit)
    const { exported, step } = way
    const { headers, raw } = request
    const asked = messageOf(request, way, trusted !== undefined)
    const caller = verifyCaller && (await callerOf(raw, verifyCaller, log))
    const allowance = await allowanceOf(caller, rates, exported)
    const untrusted = asked && caller && trusted && (await documentOf(asked, caller, trusted))
    const { purpose, wrong } = namedBy(
      caller,
      step === undefined ? headers['x-purpose'] : step.purpose,
    )
    const misnamed = untrusted ?? wrong
    const identity = caller && identityOf(caller, purpose)
    return requestState({
      id: request.id,
      deadline: openDeadline(deadlineMs - (performance.now() - began)),
      lease: lifecycle.lease(),
      identity,
      purpose,
      misnamed,
      trail,
      telemetry,
      use: consumers?.use,
      exported,
      allowance,
      place: placeFor(request, step),
      scenario: step?.scenario,
    })
  }
}

/** Steps go side by side: none of them is the one that was let in. */
function placeFor(request: FastifyRequest, step: AskedStep | undefined): RequestState['place'] {
  return step === undefined ? placeOf(request) : undefined
}

/** The purpose that is named, or why it is none that the caller may name. */
function namedBy(
  caller: Caller | undefined,
  header: string | readonly string[] | undefined,
): { readonly purpose?: Purpose | undefined; readonly wrong?: CodedError } {
  const named = caller && purposeAsked(caller, header)
  return named instanceof CodedError ? { wrong: named } : { purpose: named }
}

/** What names a document: an address, or a message; a step of a scenario brings its own. */
function messageOf(
  request: FastifyRequest,
  { addressed, step }: Way,
  areRegistered: boolean,
): AddressedDocument | SentMessage | undefined {
  if (step !== undefined) return undefined
  return addressed ?? sentMessage(request, areRegistered)
}

function sentMessage({ method, raw, body }: FastifyRequest, areRegistered: boolean): SentMessage {
  const message = { method, search: searchOf(raw.url), body }
  checkMessage(message, areRegistered)
  return message
}
