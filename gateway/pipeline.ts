import { type ApolloServerPlugin, HeaderMap } from '@apollo/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type DocumentNode, GraphQLError, Kind } from 'graphql'
import type { Logger } from 'pino'
import { chosenPurpose } from '../auth/chosen-purpose.ts'
import { forbidden } from '../auth/forbidden.ts'
import { CodedError } from '../schema/errors.ts'
import { recordAnswer, recordRequest } from './audit/record-request.ts'
import { type AskedStep, type House, beginnings } from './begin-request.ts'
import type { GatewayContext, Identity, RequestState, Verdict } from './context.ts'
import { introspect, isIntrospection } from './document/introspection.ts'
import { operationOf } from './document/operation.ts'
import { variableErrors } from './document/variables.ts'
import { isUnexpected, maskError } from './errors.ts'
import type { ExportedPage } from './export/exported-page.ts'
import { checkAccept } from './http/message.ts'
import { finishAnswer } from './http/answer.ts'
import { expectWithin } from './limits/request-cost.ts'
import { answerWithin } from './rates/answer-within.ts'
import { staged } from './telemetry/request-telemetry.ts'
import type { AddressedDocument } from './trusted/addressed-document.ts'
import { consumerOf } from './use/consumer-of.ts'

/** Stages 1–5: before the message is read as GraphQL. */
export type Arrive = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestState>

/** The same for one page of an export: a message that is asked page by page begins anew with each. */
export type ArrivePage = (request: FastifyRequest, exported: ExportedPage) => Promise<RequestState>

/** The same for a registered document that is asked by its address: it is the message. */
export type ArriveAddressed = (
  request: FastifyRequest,
  reply: FastifyReply,
  addressed: AddressedDocument,
) => Promise<RequestState>

/** The same for one step of a scenario, whose run the gateway has begun. */
export type ArriveStep = (request: FastifyRequest, step: AskedStep) => Promise<RequestState>

/**
 * What happens to a request, in order. Every stage may refuse; nothing after a refusal is run.
 *
 *   arrive     1 request id    a client's own when it is well formed, else a new one (http/request-id.ts)
 *              2 message       one JSON object with a document; media types that are served
 *              3 caller        the access token is verified; roles become grants. One request of the consumer's
 *                              minute is taken (rates/): a refusal of it is counted, and not recorded. A registered
 *                              document that is named takes its place in the message (trusted/)
 *              4 purpose       the registered purpose that the caller names; roles that may not use it rest. A
 *                              wrong one is refused before stage 6, and recorded like every refusal
 *              5 deadline      what is left of it; the current generation of the supergraph is leased
 *   judge      6 document      tokens, syntax, limits, validation against the schema that the caller sees, in
 *                              that order (document/prepared.ts)
 *              7 operation     the one that is meant, and its variables
 *              8 introspection answered from the schema that the caller may see
 *              9 cost          the objects that it may answer, at most, within the budget of the caller's roles
 *                authorise     every field the document reads, before any ministry is asked; the purpose opens
 *                              every class of personal data among them; then the cost is taken from the
 *                              consumer's minute
 *             10 record        the request is handed to the audit journal, or nothing is asked
 *                              What is asked is counted by coordinate and application or role (use/)
 *   execute   11 plan and ask  planned while the record is written; when it is on disk, ministries side by
 *                              side, each with a signed identity and the deadline; the answer is written as
 *                              JSON, personal numbers as the caller sees them (execution/)
 *   answer    12 mask          one door for errors (errors.ts); the actual cost is settled, and an answer about more
 *                              persons than the caller may be shown on a day becomes a refusal
 *             13 provenance    request id, and per ministry what it was asked
 *             14 record        the outcome is in the audit journal, on disk, or nothing is answered
 */
export function arrivals(house: House): Arrive {
  const begin = beginnings(house)
  return async (request, reply) => {
    checkAccept(request.headers.accept)
    return abandoned(await begin(request, {}), reply)
  }
}

/** Whoever hangs up ends the work. */
function abandoned(state: RequestState, { raw }: FastifyReply): RequestState {
  raw.once('close', () => {
    if (!raw.writableFinished) state.deadline.abandon()
  })
  return state
}

/** Each page is a request: caller, purpose, deadline, supergraph and records of its own. */
export function pageArrivals(house: House): ArrivePage {
  const begin = beginnings(house)
  return (request, exported) => begin(request, { exported })
}

/** Stages 1–5 of plain HTTP: what the address names takes the place of a message (trusted/addressed-document.ts). */
export function addressedArrivals(house: House): ArriveAddressed {
  const begin = beginnings(house)
  return async (request, reply, addressed) => abandoned(await begin(request, { addressed }), reply)
}

/** Each step is a request of its own: caller, deadline, supergraph and records; no client says which run it is of. */
export function stepArrivals(house: House): ArriveStep {
  const begin = beginnings(house)
  return (request, step) => begin(request, { step })
}

/** Stages 6–10 and 12–14, hung into Apollo Server. */
export function stages(log: Logger): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveSource(requestContext) {
          const { state } = requestContext.contextValue
          const asked = {
            text: requestContext.source,
            operationName: requestContext.request.operationName,
            variables: requestContext.request.variables ?? {},
          }
          const { telemetry } = state
          const opinion = await staged(telemetry, 'judge', () => judge(state, asked)).catch(
            asRefusal,
          )
          const judged = await staged(telemetry, 'record', () =>
            recordRequest(state, asked, opinion),
          ).catch(asRefusal)
          if ('document' in judged) {
            countUse(state, judged, asked.operationName)
            Object.assign(requestContext, { document: judged.document })
            requestContext.request.variables = judged.variables
          } else {
            state.verdict = judged
            // A document set here is neither parsed nor validated again, and an empty one runs nothing.
            Object.assign(requestContext, { document: emptyDocument })
            if ('refused' in judged) logUnexpected(judged.refused, state, log)
          }
        },
        async responseForOperation({ contextValue: { state } }) {
          const { verdict } = state
          if (verdict === undefined) return null
          const { data, errors } =
            'introspected' in verdict
              ? verdict.introspected
              : { data: undefined, errors: verdict.refused }
          const singleResult = {
            ...(data === undefined ? {} : { data }),
            ...(errors ? { errors: errors.map(maskError) } : {}),
          }
          return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult } }
        },
        async didEncounterErrors({ contextValue: { state }, errors }) {
          logUnexpected(errors, state, log)
        },
        async willSendResponse({ contextValue: { state }, response }) {
          await answerWithin(state, response)
          finishAnswer(state, response)
          state.exported?.read(response)
          await staged(state.telemetry, 'answer', () => recordAnswer(state, response))
          state.telemetry?.answered(state, response)
        },
      }
    },
  }
}

const emptyDocument: DocumentNode = Object.freeze({ kind: Kind.DOCUMENT, definitions: [] })

interface Asked {
  readonly text: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

/** A document that may be executed, and all its variables: the caller's, and the literals of its text. */
interface Accepted {
  readonly document: DocumentNode
  readonly variables: Record<string, unknown>
}

async function judge(
  state: RequestState,
  { text, operationName, variables: given }: Asked,
): Promise<Accepted | Verdict> {
  if (state.misnamed) return { refused: [state.misnamed] }
  const { schema: whole, prepare, access, costOf } = state.lease.generation
  const visible = access ? access.visible(identified(state).seen) : { name: '', schema: whole }
  const { schema } = visible
  const prepared = prepare(text, visible)
  if ('errors' in prepared) return { refused: prepared.errors }
  const { document, lifted } = prepared
  const variables = { ...given, ...lifted }

  const operation = operationOf(schema, document, operationName)
  state.operation = operation.operation
  const wrong = variableErrors(schema, operation, variables)
  if (wrong.length > 0) return { refused: wrong }

  if (isIntrospection(document, operation)) {
    state.operation = 'introspection'
    return { introspected: await introspect(schema, document, { operationName, variables }) }
  }

  state.cost = costOf({ document, operation }, variables, state.identity?.caller.roles)
  expectWithin(state.cost)

  if (access) {
    const { caller, grants } = identified(state)
    const judged = await access.authorise({ document, operationName, variables, grants })
    if (judged.refused.length > 0) return { refused: [forbidden(judged.refused)] }
    state.classes = judged.classes
    state.purpose = chosenPurpose({ caller, named: state.purpose, touched: judged.classes })
  }
  await state.allowance?.takeCost(state.cost.estimated)
  return { document, variables }
}

/** What is asked counts as used, whatever becomes of it. */
function countUse(
  { identity, use, lease }: RequestState,
  { document, variables }: Accepted,
  operationName: string | undefined,
): void {
  if (identity === undefined || use === undefined) return
  const used = lease.generation.useOf(document, operationName)
  use.count({ consumer: consumerOf(identity.caller), use: used, variables })
}

function identified(state: RequestState): Identity {
  if (state.identity === undefined) throw new CodedError('UNAUTHENTICATED')
  return state.identity
}

function asRefusal(error: unknown): Verdict {
  if (error instanceof CodedError) return { refused: [error] }
  const originalError = error instanceof Error ? error : new Error(String(error))
  return { refused: [new GraphQLError(originalError.message, { originalError })] }
}

function logUnexpected(errors: readonly GraphQLError[], state: RequestState, log: Logger): void {
  for (const error of errors)
    if (isUnexpected(error))
      log.error({ requestId: state.id, err: error.originalError ?? error }, 'the gateway failed')
}
